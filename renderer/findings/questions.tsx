import { useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { Explanation, Question } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import { linkTo } from '../shell/location.ts';
import './findings.css';
import { Shown } from '../ui/shown.tsx';

const words: Record<Question, string> = {
  'read-only': 'Why read-only?',
  'not-opened': 'Why did it not open?',
  'still-locked': 'Why is it still locked?',
  refused: 'Why was it refused?',
};

interface QuestionsProps {
  fileId?: string;
  /** Answers from the traffic up to this exchange. */
  exchangeId?: number;
  questions: readonly Question[];
}

/** Buttons that ask, and the answers below: one sentence each, with the exchange that decides. */
export function Questions({ fileId, exchangeId, questions }: QuestionsProps): ReactNode {
  const api = useApi();
  const [answers, setAnswers] = useState<ReadonlyMap<Question, Explanation>>(new Map());
  async function ask(question: Question): Promise<void> {
    let answer: Explanation;
    try {
      answer = await api.explain({
        question,
        ...(fileId === undefined ? {} : { fileId }),
        ...(exchangeId === undefined ? {} : { exchangeId }),
      });
    } catch (error) {
      answer = { sentence: messageOf(error), exchangeId: null };
    }
    setAnswers((before) => new Map(before).set(question, answer));
  }
  return (
    <div>
      <div className="ws-questions">
        {questions.map((question) => (
          <Button key={question} size="small" onClick={() => void ask(question)}>
            {words[question]}
          </Button>
        ))}
      </div>
      <div className="ws-answers" role="status">
        {[...answers].map(([question, { sentence, exchangeId: shownIn }]) => (
          <p key={question}>
            <strong>{words[question]}</strong> <Shown text={sentence} />{' '}
            {shownIn === null || shownIn === exchangeId ? null : (
              <a className="ws-link" href={`#${linkTo('/traffic', { x: String(shownIn) })}`}>
                Exchange {shownIn}
              </a>
            )}
          </p>
        ))}
      </div>
    </div>
  );
}
