import { isProblem } from '../api/problem.ts';
import type { ListPage, Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { Blank, Failed, SkeletonRows, useSlow } from '../shell/states.tsx';
import { clock } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { leafText } from './chip.tsx';
import type { ListControl } from './list-state.ts';

export interface Found {
  readonly data: ListPage | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}
/** What stands where the rows do: the rows, or why there are none (web §5). */
export function ListBody({
  schema,
  found,
  empty,
  children,
}: {
  readonly schema: Schema;
  readonly found: Found;
  readonly empty: React.ReactNode;
  readonly children: (page: ListPage) => React.ReactNode;
}) {
  const t = useWords();
  const slow = useSlow(found.isPending);
  if (found.error && found.data && isProblem(found.error, 'network.unreachable')) {
    return (
      <>
        <p className="notice amber offline" role="alert">
          <span className="grow">{t('state.offline', { time: clock(new Date(found.data.as_of)) })}</span>
          <button type="button" className="link" onClick={() => void found.refetch()}>
            {t('state.reconnect')}
          </button>
        </p>
        {children(found.data)}
      </>
    );
  }
  if (found.error) return <Failed error={found.error} thing={t.in(schema.label)} retry={() => void found.refetch()} />;
  if (!found.data) return slow ? <SkeletonRows rows={12} columns={6} /> : null;
  return found.data.data.length === 0 ? empty : children(found.data);
}

interface NothingProps {
  readonly schema: Schema;
  readonly control: ListControl;
  readonly filtered: boolean;
  readonly path: string;
  readonly create: (() => void) | undefined;
}
/** Empty and nothing found are two things (web §5): the first says what to do, the second which condition to drop. */
export function Nothing({ schema, control, filtered, path, create }: NothingProps) {
  const { state, change } = control;
  const t = useWords();
  const thing = t.in(schema.label);
  const last = state.chips.at(-1);
  if (filtered) {
    return (
      <Blank
        icon="noMatch"
        title={t('state.nothing', { thing })}
        text={last ? t('state.nothing_drop', { condition: leafText(schema, last, t) }) : state.q === '' ? undefined : t('state.nothing_q', { q: state.q, thing })}
      >
        {last && (
          <button type="button" className="button" onClick={() => change({ chips: state.chips.slice(0, -1) })}>
            {t('state.drop')}
          </button>
        )}
        <button type="button" className="button quiet" onClick={() => change({ chips: [], q: '', view: '' })}>
          {t('state.clear')}
        </button>
      </Blank>
    );
  }
  return (
    <Blank title={t('state.empty', { thing })} text={create ? t('state.empty_help') : t('state.empty_read')}>
      {create && (
        <>
          <button type="button" className="button primary" onClick={create}>
            <Icon name="plus" size={15} /> {t('common.new', { thing })}
          </button>
          <a className="button" href={`${path}/import`}>
            <Icon name="file" size={15} /> {t('state.import_excel')}
          </a>
        </>
      )}
    </Blank>
  );
}
