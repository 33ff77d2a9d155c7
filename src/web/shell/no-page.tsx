import { Link } from '@tanstack/react-router';
import { useWords } from '../words/index.ts';
import { Blank } from './states.tsx';

export function NoPage() {
  const t = useWords();
  return (
    <Blank icon="noMatch" title={t('state.no_page')} text={t('state.no_page_help')}>
      <Link to="/" className="button">
        {t('state.home')}
      </Link>
    </Blank>
  );
}
