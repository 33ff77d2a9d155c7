import { Checkbox } from 'antd';
import { useState } from 'react';
import { Dialog } from '../shell/dialog.tsx';
import { Icon } from '../shell/icons.tsx';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { useWords } from '../words/index.ts';
import './adjust.css';
import { mostFigures } from './figures.ts';
import { type Layout, moved, type Place } from './layout.ts';

export interface Card {
  readonly name: string;
  readonly label: string;
}
export type Cards = Readonly<Record<Place, readonly Card[]>>;
const places: readonly Place[] = ['figures', 'main', 'rail'];
/** Chooses, orders and hides cards; what is chosen stands first, in its order, the rest below. */
export function Adjust({
  cards,
  layout,
  keep,
  close,
}: {
  readonly cards: Cards;
  readonly layout: Layout;
  readonly keep: (layout: Layout | null) => Promise<void>;
  readonly close: () => void;
}) {
  const t = useWords();
  const [chosen, setChosen] = useState(layout);
  const { busy, problems, attempt } = useAttempt();
  const save = (next: Layout | null): void =>
    void attempt(async () => {
      await keep(next);
      close();
    });
  return (
    <Dialog
      title={t('adjust.title')}
      width={520}
      close={close}
      footer={
        <>
          <button type="button" className="button quiet" style={{ marginRight: 'auto' }} aria-disabled={busy} onClick={() => save(null)}>
            {t('adjust.usual')}
          </button>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button primary" aria-disabled={busy} onClick={() => save(chosen)}>
            {t('common.save')}
          </button>
        </>
      }
    >
      <Refused problems={problems} />
      {places.map((place) => (
        <Choice key={place} place={place} cards={cards[place]} chosen={chosen[place]} set={(names) => setChosen({ ...chosen, [place]: names })} />
      ))}
    </Dialog>
  );
}
function Choice({
  place,
  cards,
  chosen,
  set,
}: {
  readonly place: Place;
  readonly cards: readonly Card[];
  readonly chosen: readonly string[];
  readonly set: (names: readonly string[]) => void;
}) {
  const t = useWords();
  if (cards.length === 0) return null;
  const full = place === 'figures' && chosen.length >= mostFigures;
  const ordered = [...chosen.flatMap((name) => cards.find((card) => card.name === name) ?? []), ...cards.filter((card) => !chosen.includes(card.name))];
  return (
    <fieldset className="adjust">
      <legend>
        {t(`adjust.${place}`)} {place === 'figures' && <span className="faint">{t('adjust.most', { count: mostFigures })}</span>}
      </legend>
      {ordered.map((card, at) => {
        const on = chosen.includes(card.name);
        return (
          <div key={card.name} className="adjust-row">
            <Checkbox className="grow" checked={on} disabled={!on && full} onChange={() => set(on ? chosen.filter((name) => name !== card.name) : [...chosen, card.name])}>
              {card.label}
            </Checkbox>
            {on && (
              <>
                <button type="button" className="icon-button" disabled={at === 0} aria-label={t('setup.move_up', { name: card.label })} onClick={() => set(moved(chosen, at, -1))}>
                  <Icon name="up" size={15} />
                </button>
                <button
                  type="button"
                  className="icon-button"
                  disabled={at === chosen.length - 1}
                  aria-label={t('setup.move_down', { name: card.label })}
                  onClick={() => set(moved(chosen, at, 1))}
                >
                  <Icon name="down" size={15} />
                </button>
              </>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
