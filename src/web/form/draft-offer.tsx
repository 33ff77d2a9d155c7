import { Icon } from '../shell/icons.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { Draft } from './use-draft.ts';

/** What was typed here before: taken up again, or given up. */
export function DraftOffer({ draft }: { readonly draft: Draft }) {
  const t = useWords();
  if (!draft.offer) return null;
  return (
    <div className="notice draft-offer" role="status">
      <Icon name="clock" style={{ marginTop: 2 }} />
      <span className="grow">
        {t('form.draft_found', { time: dateTime(draft.offer.at) })}
        {draft.offer.stale && <span className="soft"> {t('form.draft_stale')}</span>}
      </span>
      <button type="button" className="button small primary" onClick={draft.restore}>
        {t('form.draft_restore')}
      </button>
      <button type="button" className="button small" onClick={() => void draft.discard()}>
        {t('form.draft_drop')}
      </button>
    </div>
  );
}
