import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { useWords } from '../words/index.ts';
import './setup.css';

/** Title of a page of the settings, with the way back to them. */
export function AdminHead({ title, note, children }: { readonly title: string; readonly note?: string; readonly children?: ReactNode }) {
  const t = useWords();
  const home = useHome();
  return (
    <header className="page-head">
      <Link to={`${home}/settings` as string} className="icon-button" aria-label={t('common.back')}>
        <Icon name="back" />
      </Link>
      <h1 className="page-title">{title}</h1>
      {note !== undefined && <span className="faint hide-phone cut">{note}</span>}
      {children !== undefined && <div className="side">{children}</div>}
    </header>
  );
}
