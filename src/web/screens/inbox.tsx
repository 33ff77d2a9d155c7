import { useWords } from '../words/index.ts';
import { Blank } from '../shell/states.tsx';

/** What waits for this person; approvals fill it once their chapter is built (P.6). */
export function Inbox() {
  const t = useWords();
  return <Page title={t('nav.inbox')} text={t('bench.inbox_none')} />;
}
export function Messages() {
  const t = useWords();
  return <Page title={t('nav.messages')} text={t('bench.alerts_none')} />;
}
const Page = ({ title, text }: { readonly title: string; readonly text: string }) => (
  <>
    <header className="page-head">
      <h1 className="page-title">{title}</h1>
    </header>
    <div className="page-body">
      <Blank title={text} />
    </div>
  </>
);
