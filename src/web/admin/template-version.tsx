import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reference } from '../api/types.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useKeys } from '../shell/keys.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { SourceEditor } from './source-editor.tsx';
import { type Diagnostic, diagnosticAmong, publishVersion, restoreShipped, templatesKey, type Typed, type WholeVersion } from './template-data.ts';
import { TemplatePreview } from './template-preview.tsx';
import type { Drafts } from './use-drafts.ts';

interface TemplateVersionProps {
  readonly declaration: string;
  readonly version: WholeVersion;
  /** This print is made by a version of the company's own. */
  readonly own: boolean;
  readonly drafts: Drafts;
  readonly sample: Reference | null;
  readonly choose: (sample: Reference | null) => void;
  readonly copy: () => void;
}
const tones = { draft: 'amber', published: 'green', former: 'grey' } as const;
/** One version: a draft is written, what was published is read; both are looked at (P.11). */
export function TemplateVersion({ declaration, version, own, drafts, sample, choose, copy }: TemplateVersionProps) {
  const t = useWords();
  const client = useQueryClient();
  const { busy, problems, attempt, clear } = useAttempt();
  const [seen, setSeen] = useState<Diagnostic>();
  const [restoring, setRestoring] = useState(false);
  const [done, setDone] = useState('');
  const [tried, setTried] = useState<string>();
  const mine = drafts.typedIn(version.id);
  const draft = version.state === 'draft';
  const source = mine?.source ?? version.source;
  const name = mine?.name ?? version.name;
  const mistake = diagnosticAmong(problems);
  // A line of what was typed before is not a line of what stands there now.
  const refused = tried === source.trim() ? mistake : undefined;
  const type = (next: Typed): void => {
    clear();
    setDone('');
    drafts.type(version, next);
  };
  async function save(): Promise<boolean> {
    if (!drafts.unsaved) return true;
    const saved = await attempt(drafts.save);
    if (saved) setDone(t('template.saved'));
    return saved;
  }
  const refresh = (): Promise<unknown> =>
    Promise.all([client.invalidateQueries({ queryKey: [templatesKey, 'list'] }), client.invalidateQueries({ queryKey: [templatesKey, 'one'] })]);
  async function publish(): Promise<void> {
    if (busy) return;
    setTried(source.trim());
    if (!(await save())) return;
    if (await attempt(async () => publishVersion(version.id, sample?.id).then(refresh))) setDone(t('template.published'));
  }
  async function restore(): Promise<void> {
    setRestoring(false);
    if (await attempt(async () => restoreShipped(declaration, version.print).then(refresh))) setDone(t('template.restored'));
  }
  useKeys({ 'ctrl+s': () => void (busy ? undefined : save()) }, draft);
  const when = version.published_at ?? version.updated_at;
  return (
    <>
      <div className="template-head">
        <span className={`state ${tones[version.state]}`}>{t(`template.state_${version.state}`)}</span>
        {draft ? <input className="input" aria-label={t('template.name')} value={name} maxLength={80} onChange={(event) => type({ name: event.target.value })} /> : <b>{name}</b>}
        <span className="faint" role="status">
          {mine ? t('common.unsaved') : done === '' ? dateTime(when) : done}
        </span>
        <div className="side">
          {own && (
            <button type="button" className="button" aria-disabled={busy} onClick={() => setRestoring(true)}>
              {t('template.restore')}
            </button>
          )}
          {!draft && (
            <button type="button" className="button" onClick={copy}>
              {t('template.next')}
            </button>
          )}
          {draft && (
            <button type="button" className="button" aria-disabled={busy || !mine} onClick={() => void save()}>
              {t('template.save')} <span className="key hide-phone">Ctrl S</span>
            </button>
          )}
          {version.state !== 'published' && (
            <button type="button" className="button primary" aria-disabled={busy} onClick={() => void publish()}>
              {t(draft ? 'template.publish' : 'template.publish_again')}
            </button>
          )}
        </div>
      </div>
      {mistake === undefined && <Refused problems={problems} className="admin-notice" />}
      <div className="template-body">
        <SourceEditor label={t('template.source')} value={source} locked={!draft} wrong={refused ?? seen} onChange={(next) => type({ source: next })} />
        <TemplatePreview id={version.id} declaration={declaration} source={source} sample={sample} choose={choose} told={setSeen} />
      </div>
      {restoring && (
        <Dialog
          title={t('template.restore')}
          close={() => setRestoring(false)}
          footer={
            <>
              <button type="button" className="button" onClick={() => setRestoring(false)}>
                {t('common.cancel')}
              </button>
              <button type="button" className="button primary" onClick={() => void restore()}>
                {t('template.restore')}
              </button>
            </>
          }
        >
          <p>{t('template.restore_text')}</p>
        </Dialog>
      )}
    </>
  );
}
