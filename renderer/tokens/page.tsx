import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { Button, Select } from '@fluentui/react-components';
import { Key16Regular } from '@fluentui/react-icons/svg/key';
import { ScanText16Regular } from '@fluentui/react-icons/svg/scan-text';
import type { IssuedToken, TokenRow, TokenState } from '../../preload/contract.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { usePeople } from '../state/people.ts';
import { useTokens } from '../state/tokens.ts';
import { Kbd } from '../ui/badge.tsx';
import { useSortedRows } from '../ui/columns.ts';
import { FittedTable } from '../ui/fitted-table.tsx';
import { Empty, Problem } from '../ui/empty.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Split } from '../ui/split.tsx';
import { tokenColumns } from './columns.tsx';
import { DecodePane } from './decode.tsx';
import { TokenDetail } from './detail.tsx';
import { IssuedDialog, IssueDialog } from './issue-dialog.tsx';
import { PeopleList } from './people.tsx';
import '../files/files.css';
import '../ui/detail.css';
import './tokens.css';

type Wanted = TokenState | 'all';
const STATES: readonly Wanted[] = ['all', 'valid', 'expired', 'revoked'];

export function PeoplePage(): ReactNode {
  const byId = useTokens((state) => state.byId);
  const [personId, setPersonId] = useLinkParam('person');
  const [tokenId, setTokenId] = useLinkParam('token');
  const [isIssuing, setIssuing] = useState(false);
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  const [isDecoding, setDecoding] = useState(false);
  const issue = (): void => setIssuing(true);
  const decode = (): void => {
    setTokenId(null);
    setDecoding(true);
  };
  useShortcuts('People and tokens', [
    { keys: 'i', label: 'Issue a token', run: issue },
    { keys: 'd', label: 'Decode a token', run: decode },
  ]);
  const issueButton = (
    <Button size="small" appearance="primary" icon={<Key16Regular />} aria-keyshortcuts="i" onClick={issue}>
      Issue a token <Kbd>i</Kbd>
    </Button>
  );

  return (
    <Page
      title="People and tokens"
      explanation="Who can be played, and which tokens act for them."
      actions={
        <>
          <Button size="small" icon={<ScanText16Regular />} aria-keyshortcuts="d" onClick={decode}>
            Decode <Kbd>d</Kbd>
          </Button>
          {issueButton}
        </>
      }
    >
      <div className="ws-tokens">
        <PeopleList personId={personId} onPick={setPersonId} />
        <Split
          id="tokens"
          label="detail pane"
          first={
            <TokenList
              tokens={byId}
              personId={personId}
              tokenId={tokenId}
              firstAction={issueButton}
              onEverybody={() => setPersonId(null)}
              onSelect={(id) => {
                setDecoding(false);
                setTokenId(id);
              }}
            />
          }
          second={
            isDecoding ? (
              <DecodePane onClose={() => setDecoding(false)} />
            ) : tokenId === null ? null : (
              <Selected token={byId.get(tokenId)} onClose={() => setTokenId(null)} />
            )
          }
        />
      </div>
      {isIssuing ? <IssueDialog personId={personId} onClose={() => setIssuing(false)} onIssued={setIssued} /> : null}
      {issued === null ? null : <IssuedDialog issued={issued} onClose={() => setIssued(null)} />}
    </Page>
  );
}

function Selected({ token, onClose }: { token: TokenRow | undefined; onClose(): void }): ReactNode {
  if (token) return <TokenDetail token={token} onClose={onClose} />;
  return (
    <Problem
      title="This token is not there any more"
      message="Tokens that ended long ago are forgotten. A request that uses one is still refused with 401."
      actions={<Button onClick={onClose}>Close</Button>}
    />
  );
}

interface TokenListProps {
  tokens: ReadonlyMap<string, TokenRow>;
  personId: string | null;
  tokenId: string | null;
  firstAction: ReactNode;
  onEverybody(): void;
  onSelect(tokenId: string): void;
}

function TokenList({ tokens, personId, tokenId, firstAction, onEverybody, onSelect }: TokenListProps): ReactNode {
  const [wanted, setWanted] = useState<Wanted>('all');
  const [search, setSearch] = useState('');
  const sought = useDeferredValue(search).trim().toLowerCase();
  const people = usePeople((state) => state.people);
  const person = people.find(({ id }) => id === personId);
  const all = useMemo(() => [...tokens.values()], [tokens]);
  const found = useMemo(
    () =>
      all.filter(
        (token) =>
          (wanted === 'all' || token.state === wanted) &&
          (personId === null || token.personId === personId) &&
          isFound(token, sought),
      ),
    [all, wanted, personId, sought],
  );
  const table = useSortedRows(found, tokenColumns, { column: 'issued', descending: true });
  const showAll = (): void => {
    setWanted('all');
    setSearch('');
    onEverybody();
  };
  return (
    <div className="ws-files-list ws-token-list">
      <div className="ws-files-bar">
        <h2>Tokens</h2>
        <SearchField label="Search tokens" placeholder="File, person or id" value={search} onChange={setSearch} />
        <Select
          size="small"
          aria-label="State of the tokens"
          value={wanted}
          onChange={(_event, { value }) => setWanted(value as Wanted)}
        >
          {STATES.map((state) => (
            <option key={state} value={state}>
              {state === 'all' ? 'all states' : `${state} only`}
            </option>
          ))}
        </Select>
        {person === undefined ? null : (
          <Button size="small" onClick={onEverybody} title="Show everybody's tokens">
            {person.name} only ✕
          </Button>
        )}
        <span className="ws-muted" role="status">
          {found.length === all.length ? '' : `${formatCount(found.length)} of `}
          {plural(all.length, 'token')}
        </span>
      </div>
      <div className="ws-files-table">
        <FittedTable
          label="Tokens"
          columns={tokenColumns}
          {...table}
          rowKey={({ id }) => id}
          selectedKey={tokenId}
          onSelect={({ id }) => onSelect(id)}
          empty={
            all.length === 0 ? (
              <Empty title="No token was issued yet" actions={firstAction}>
                Opening a document from Files issues one. Or issue one yourself to call this host with curl or from your
                own client.
              </Empty>
            ) : (
              <Empty title="No token like this" actions={<Button onClick={showAll}>Show all tokens</Button>} />
            )
          }
        />
      </div>
    </div>
  );
}

function isFound({ id, fileName, personName }: TokenRow, sought: string): boolean {
  return sought === '' || [id, fileName, personName].some((text) => text.toLowerCase().includes(sought));
}
