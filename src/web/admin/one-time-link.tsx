import { CopyButton } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import './admin.css';

/** A link or key the server tells once: it is copied here or asked for anew. */
export function OneTimeLink({ text, link, label }: { readonly text: string; readonly link: string; readonly label?: string }) {
  const t = useWords();
  return (
    <div className="one-time">
      <p>{text}</p>
      <code>{link}</code>
      <CopyButton text={link} label={label ?? t('settings.copy_link')} />
    </div>
  );
}
