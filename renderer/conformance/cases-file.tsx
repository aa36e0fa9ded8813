import { useState, type ReactNode } from 'react';
import { Button, Field, Input } from '@fluentui/react-components';
import type { ConformanceOffer } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import { useSettings } from '../state/settings.ts';

const REPOSITORY = 'https://github.com/microsoft/wopi-validator-core';
const INSIDE = 'src/WopiValidator.Core/TestCases.xml';

interface CasesFileProps {
  offer: ConformanceOffer;
  onOffer(offer: ConformanceOffer): void;
}

/** Where Microsoft's file lies on this machine; read at once, and remembered when it could be. */
export function CasesFile({ offer, onOffer }: CasesFileProps): ReactNode {
  const api = useApi();
  const saved = useSettings(({ settings }) => settings?.testCasesFile ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const text = typed ?? saved ?? '';
  const isChanged = text.trim() !== (saved ?? '');

  async function save(): Promise<void> {
    setBusy(true);
    setRefusal(null);
    try {
      onOffer(await api.setTestCases({ path: text.trim() === '' ? null : text.trim() }));
      setTyped(null);
    } catch (error) {
      setRefusal(messageOf(error));
    } finally {
      setBusy(false);
    }
  }

  const problem = refusal ?? (saved === null ? null : offer.officialProblem);
  return (
    <form
      className="ws-cases-file"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !isBusy) void save();
      }}
    >
      <Field
        label="Microsoft's TestCases.xml on this computer"
        hint={{
          children: (
            <>
              Microsoft publishes it at{' '}
              <a className="ws-link ws-underlined" href={REPOSITORY} target="_blank" rel="noreferrer">
                github.com/microsoft/wopi-validator-core
              </a>{' '}
              as <span className="ws-mono">{INSIDE}</span>; download it once and its path is remembered here.
            </>
          ),
        }}
        validationState={problem === null ? 'none' : 'error'}
        validationMessage={problem}
      >
        <Input
          size="small"
          className="ws-mono"
          value={text}
          placeholder="Absolute path of TestCases.xml"
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, { value }) => {
            setTyped(value);
            setRefusal(null);
          }}
        />
      </Field>
      <Button size="small" type="submit" disabled={!isChanged} disabledFocusable={isBusy}>
        Use this file
      </Button>
    </form>
  );
}
