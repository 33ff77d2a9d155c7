import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Popup } from './popup.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
}
/** One of a few by its first letters; Enter and Tab both take the marked one, so that the next key already belongs to what follows. */
export function ChoiceInput({
  label,
  choices,
  value,
  choose,
}: {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string | undefined;
  readonly choose: (value: string) => void;
}) {
  const chosen = choices.find((choice) => choice.value === value);
  const [typed, setTyped] = useState<string>();
  const [open, setOpen] = useState(value === undefined);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const box = useId();
  const wanted = (typed ?? '').trim().toLowerCase();
  const shown = choices.filter((choice) => choice.label.toLowerCase().includes(wanted));
  const take = (choice: Choice | undefined): void => {
    if (!choice) return;
    choose(choice.value);
    setTyped(undefined);
    setOpen(false);
    setAt(0);
  };
  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (open) setAt((at + step + shown.length) % Math.max(1, shown.length));
      else setOpen(true);
    } else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && open && shown[at]) {
      event.preventDefault();
      take(shown[at]);
    } else if (event.key === 'Escape' && open && typed !== undefined) {
      event.stopPropagation();
      setTyped(undefined);
    }
  }
  return (
    <>
      <input
        ref={input}
        className="input"
        style={{ width: 150 }}
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? box : undefined}
        aria-activedescendant={open && shown[at] ? `${box}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoFocus
        placeholder={label}
        value={typed ?? chosen?.label ?? ''}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onFocus={(event) => event.target.select()}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      {open && shown.length > 0 && (
        <Popup anchor={input} minWidth={180}>
          <div role="listbox" id={box} aria-label={label} className="options">
            {shown.map((choice, index) => (
              <div
                key={choice.value}
                id={`${box}-${index}`}
                role="option"
                aria-selected={index === at}
                tabIndex={-1}
                className="option"
                ref={(row) => void (index === at && row?.scrollIntoView({ block: 'nearest' }))}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(choice)}
                onKeyDown={() => undefined}
              >
                {choice.label}
              </div>
            ))}
          </div>
        </Popup>
      )}
    </>
  );
}
