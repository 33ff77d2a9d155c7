import { CopyButton } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import './admin.css';

/** A link the server tells once: it is copied here or asked for anew. */
export function OneTimeLink({ text, link }: { readonly text: string; readonly link: string }) {
  const t = useWords();
  return (
    <div className="one-time">
      <p>{text}</p>
      <code>{link}</code>
      <CopyButton text={link} label={t('settings.copy_link')} />
    </div>
  );
}
