import { useEffect, useRef } from 'react';

/** True while a person types: single letters are then text, not commands (web §8). */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type))
  );
}
/** `ctrl+k`, `/`, `shift+arrowdown`; Command stands for Control on a Mac. */
export function keyName(event: KeyboardEvent | React.KeyboardEvent): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'ctrl+' : '',
    event.altKey ? 'alt+' : '',
    event.shiftKey && event.key.length > 1 ? 'shift+' : '',
    event.key === ' ' ? 'space' : event.key.toLowerCase(),
  ];
  return parts.join('');
}
/** Enter and Space belong to the button, link or box that has the focus, not to the page around it. */
const isPressed = (name: string, target: EventTarget | null): boolean =>
  (name === 'enter' || name === 'space') && target instanceof HTMLElement && target.closest('a[href],button,summary,input,[role=button],[role=tab],[role=option]') !== null;
/** A layer that is shown; one that was closed may stay in the page without being seen. */
const hasLayer = (): boolean => [...document.querySelectorAll('[role=dialog],[role=listbox],[role=menu],dialog[open]')].some((layer) => layer.checkVisibility());
type Handler = (event: KeyboardEvent) => void;
/** Keys of the page. Nothing fires while an input method composes, and letters only outside inputs. */
export function useKeys(bindings: Readonly<Record<string, Handler>>, on = true): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return;
      const name = keyName(event);
      const handler = latest.current[name];
      if (!handler) return;
      const modified = name.startsWith('ctrl+') || name.startsWith('alt+') || name === 'escape';
      if (!modified && (isTyping(event.target) || isPressed(name, event.target) || hasLayer())) return;
      event.preventDefault();
      handler(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [on]);
}
