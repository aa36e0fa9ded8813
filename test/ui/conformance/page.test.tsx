import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AdminApi, ConformanceCaseRow, ConformanceRunRow } from '../../../preload/contract.ts';
import { useDraft } from '../../../renderer/conformance/draft.ts';
import '../../../renderer/conformance/page.tsx';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { snapshot } from '../support/fixtures.ts';
import { caseDetail, caseRow, GROUPS, offer, runRow, step } from './cases.ts';

const twice = caseRow({ name: 'Lock.Twice', verdict: 'failed', reason: 'Status code 409 expected.' });
const gone = caseRow({
  group: 'Files',
  name: 'Delete',
  verdict: 'skipped',
  reason: 'SupportsDeleteFile is not true in CheckFileInfo.',
});
const CASES = [caseRow(), twice, gone];

async function openPage(
  own: Partial<AdminApi> = {},
  { runs = [], at = '/conformance' }: { runs?: ConformanceRunRow[]; at?: string } = {},
): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [], {
    listConformanceRuns: async () => runs,
    describeConformance: async () => offer(),
    getConformanceRun: async ({ runId }) => ({ ...(runs.find(({ id }) => id === runId) ?? runRow()), cases: CASES }),
    getConformanceCase: async ({ name }) => caseDetail(CASES.find((row) => row.name === name) ?? caseRow(), []),
    ...own,
  });
  await renderApp(channel, at);
  await screen.findByRole('heading', { name: 'Conformance' });
  return channel;
}

function inputs(channel: FakeChannel, method: keyof AdminApi): unknown[] {
  return channel.calls.filter((call) => call.method === method).map(({ input }) => input);
}

const running = (differs: Partial<ConformanceRunRow> = {}): ConformanceRunRow =>
  runRow({ id: 7, state: 'running', finishedAt: null, passed: 0, failed: 0, skipped: 0, ...differs });

beforeEach(() => {
  localStorage.clear();
  useDraft.setState({ draft: null });
});
afterEach(cleanup);

describe('the start', () => {
  it('asks for what is judged when nothing ever was, and runs it', async () => {
    const channel = await openPage({ startConformanceRun: async () => running() });
    await screen.findByText(/Nothing was run here yet/);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Profile' }), 'View only');
    await userEvent.click(screen.getByRole('radio', { name: "Microsoft's official" }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Category' }), 'WopiCore');
    await userEvent.click(screen.getByRole('checkbox', { name: /Locks/ }));
    channel.answers.getConformanceRun = async () => ({ ...running(), cases: [] });
    await userEvent.click(screen.getByRole('button', { name: 'Run 4 cases' }));
    await screen.findByRole('region', { name: 'Run #7' });
    expect(window.location.hash).toBe('#/conformance?run=7');
    expect(inputs(channel, 'startConformanceRun')).toEqual([
      {
        target: { kind: 'host', profile: 'view-only' },
        suites: ['official'],
        category: 'WopiCore',
        groups: ['Locks'],
        names: [],
        includeDelays: false,
      },
    ]);
  });

  it('shows why a remote host cannot be judged, and keeps what was typed', async () => {
    const refusal = 'http://127.0.0.1:9 refused the connection. Is the host running?';
    const channel = await openPage({ startConformanceRun: () => Promise.reject(new Error(refusal)) });
    await userEvent.click(await screen.findByRole('radio', { name: 'A remote host' }));
    const start = screen.getByRole('button', { name: /^Run \d/ });
    expect((start as HTMLButtonElement).disabled).toBe(true);
    await userEvent.type(screen.getByRole('textbox', { name: 'WOPISrc' }), 'http://127.0.0.1:9/wopi/files/1');
    await userEvent.type(screen.getByRole('textbox', { name: 'Access token' }), 'secret');
    await userEvent.click(start);
    expect((await screen.findByText(refusal)).getAttribute('role')).toBe('alert');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'WOPISrc' }).value).toContain('127.0.0.1:9');
    expect(inputs(channel, 'startConformanceRun')).toMatchObject([
      { target: { kind: 'remote', accessToken: 'secret' } },
    ]);
  });

  it("asks for Microsoft's file, says where it is published, and has its path remembered", async () => {
    const own = GROUPS.filter(({ suite }) => suite === 'own');
    const channel = await openPage({
      describeConformance: async () => offer({ groups: own, officialProblem: 'No file is set.' }),
      setTestCases: () => Promise.reject(new Error('There is no file “/nowhere.xml”.')),
    });
    await userEvent.click(await screen.findByRole('radio', { name: 'All' }));
    expect(screen.getByRole('link', { name: /wopi-validator-core/ })).toBeTruthy();
    const path = screen.getByRole('textbox', { name: /TestCases.xml/ });
    await userEvent.type(path, '/nowhere.xml{Enter}');
    await screen.findByText('There is no file “/nowhere.xml”.');
    channel.answers.setTestCases = async () => offer();
    await userEvent.clear(path);
    await userEvent.type(path, '/cases/TestCases.xml{Enter}');
    await screen.findByRole('button', { name: 'Run 14 cases' });
    expect(inputs(channel, 'setTestCases').at(-1)).toEqual({ path: '/cases/TestCases.xml' });
  });
});

describe('a run that goes on', () => {
  it('shows verdicts as they come and is cancelled', async () => {
    const channel = await openPage(
      {
        getConformanceRun: async () => ({ ...running(), cases: [] }),
        cancelConformanceRun: async () => undefined,
      },
      { runs: [running()] },
    );
    await screen.findByText('The first case is running');
    const judge = (result: ConformanceCaseRow): void => channel.send({ type: 'conformance-case', runId: 7, result });
    judge(caseRow());
    judge(twice);
    // Told again, as when the run was read while the event was on its way.
    judge(twice);
    channel.send({ type: 'conformance', run: running({ passed: 1, failed: 1, current: 'Files / Delete' }) });
    await screen.findByRole('treeitem', { name: /Lock\.Twice/ });
    expect(screen.getAllByRole('treeitem', { name: /Lock\.Twice/ })).toHaveLength(1);
    await screen.findByText('Files / Delete');
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('2');
    expect(screen.getByText('2 / 3')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(inputs(channel, 'cancelConformanceRun')).toEqual([{ runId: 7 }]);
    channel.send({ type: 'conformance', run: running({ state: 'cancelled', passed: 1, failed: 1, finishedAt: 5 }) });
    await screen.findByText('Cancelled; 1 case did not run.');
    expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy();
  });
});

describe('a run that ended', () => {
  it('says that all is well when it is', async () => {
    await openPage({}, { runs: [runRow({ passed: 3, failed: 0, skipped: 0, warnings: 1 })] });
    await screen.findByText('No case failed. 1 warning stands beside them.');
  });

  it('says why it ended before its time', async () => {
    await openPage({}, { runs: [runRow({ state: 'failed', problem: 'The run ended unexpectedly: disk full' })] });
    await screen.findByText('The run ended unexpectedly: disk full');
  });

  it('is walked with the keyboard', async () => {
    await openPage({}, { runs: [runRow()] });
    const group = await screen.findByRole('treeitem', { name: /Files/ });
    expect(screen.getByRole('treeitem', { name: /^Locks/ }).getAttribute('aria-expanded')).toBe('true');
    expect(group.getAttribute('aria-expanded')).toBe('false');
    screen.getByRole('treeitem', { name: /^Locks/ }).focus();
    await userEvent.keyboard('{End}{ArrowRight}{ArrowDown}');
    await screen.findByRole('complementary', { name: 'Case Delete' });
    expect(window.location.hash).toContain('case=official%3ADelete');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(screen.getByRole('treeitem', { name: /Files/ }).getAttribute('aria-expanded')).toBe('false');
  });

  it('opens a linked case: steps, expected beside received, and the exchange in Traffic', async () => {
    const failing = step({
      status: 200,
      exchangeId: 42,
      failures: [{ message: 'The status is another one.', expected: '409', received: '200' }],
      warnings: [{ message: 'X-WOPI-Lock is missing.', expected: null, received: null }],
    });
    await openPage(
      { getConformanceCase: async () => caseDetail(twice, [step({ phase: 'prerequisite' }), failing]) },
      { runs: [runRow()], at: '/conformance?run=1&case=official%3ALock.Twice' },
    );
    const detail = await screen.findByRole('complementary', { name: 'Case Lock.Twice' });
    const second = await within(detail).findByRole('article', { name: 'Step 2: Lock' });
    expect(within(second).getByText('409')).toBeTruthy();
    expect(within(second).getByText('The status is another one.', { exact: false })).toBeTruthy();
    expect(within(second).getByText('X-WOPI-Lock is missing.', { exact: false })).toBeTruthy();
    expect(within(second).getByRole('link', { name: 'In Traffic' }).getAttribute('href')).toBe('#/traffic?x=42');
    expect(within(detail).getByText('prerequisite')).toBeTruthy();
    expect(within(second).getByText('Failed')).toBeTruthy();
  });

  it('shows what rules of Findings saw in the requests of another host', async () => {
    const marks = { errors: 1, warnings: 0, notes: 0 };
    const seen = caseRow({ name: 'Lock.Once', marks });
    const found = {
      rule: 'lock-header-missing',
      severity: 'error' as const,
      title: 'A refusal does not name the lock',
      evidence: 'Lock was answered 409 without X-WOPI-Lock.',
      fix: 'Send the header.',
      spec: 'https://learn.microsoft.com/page',
      step: 1,
    };
    await openPage(
      {
        getConformanceRun: async () => ({ ...runRow({ marks }), cases: [seen] }),
        getConformanceCase: async () => ({ ...caseDetail(seen, [step()]), ruleFindings: [found] }),
      },
      { runs: [runRow({ marks })], at: '/conformance?run=1&case=official%3ALock.Once' },
    );
    expect(await screen.findByText('Lock was answered 409 without X-WOPI-Lock.')).toBeTruthy();
    expect(screen.getByText('in step 1')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'A refusal does not name the lock' }).getAttribute('href')).toBe(
      '#/findings?rule=lock-header-missing&all=yes',
    );
    expect(screen.getByText('Findings', { selector: 'dt' }).nextSibling?.textContent).toBe('1 error');
  });

  it('is exported as a file', async () => {
    const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:report');
    const channel = await openPage(
      { exportConformanceRun: async () => ({ fileName: 'conformance-1.md', text: '# Run 1' }) },
      { runs: [runRow()] },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Markdown' }));
    await screen.findByText('conformance-1.md saved.');
    expect(inputs(channel, 'exportConformanceRun')).toEqual([{ runId: 1, format: 'markdown' }]);
    const [blob] = made.mock.calls[0] ?? [];
    expect(blob instanceof Blob ? await blob.text() : null).toBe('# Run 1');
    made.mockRestore();
  });
});

describe('the history', () => {
  const runs = [runRow({ id: 2, passed: 2, failed: 0 }), runRow()];

  it('compares two runs', async () => {
    await openPage(
      {
        getConformanceRun: async ({ runId }) => ({
          ...runRow({ id: runId }),
          cases: runId === 1 ? CASES : [caseRow(), caseRow({ name: 'Lock.Twice' }), gone],
        }),
      },
      { runs },
    );
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Compare with' }), '1');
    await screen.findByText('1 case with another verdict.');
    expect(window.location.hash).toBe('#/conformance?run=2&against=1');
    await userEvent.click(screen.getByRole('button', { name: 'Back to run #2' }));
    await screen.findByRole('tree', { name: 'Cases' });
  });

  it('forgets a run', async () => {
    const channel = await openPage({ removeConformanceRun: async () => undefined }, { runs });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove run #1' }));
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove' }));
    await screen.findByText('Run #1 removed.');
    channel.send({ type: 'conformance-removed', runId: 1 });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove run #1' })).toBeNull());
  });

  it('says when a linked run is not kept any more', async () => {
    await openPage({}, { runs, at: '/conformance?run=99' });
    await screen.findByText('This run is not kept any more');
  });
});
