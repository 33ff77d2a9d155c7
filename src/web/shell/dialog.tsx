import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useWords } from '../words/index.ts';
import './dialog.css';
import { Icon } from './icons.tsx';

export interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  /** Buttons, the main one last. */
  readonly footer: ReactNode;
  readonly width?: number;
  /** A question that must be answered by a button. */
  readonly unclosable?: boolean;
}
/**
 * A window over the page (web §3: at most one). Its own instead of Ant Design's because that one adds a style tag without nonce to lock
 * scrolling, which the content security policy refuses.
 */
export function Dialog({ title, close, children, footer, width = 480, unclosable = false }: DialogProps) {
  const t = useWords();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const inside = box.current;
    if (inside && !inside.contains(before)) (focusable(inside).find((one) => one.dataset['close'] === undefined) ?? inside).focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && !unclosable) {
      event.stopPropagation();
      close();
    }
    if (event.key !== 'Tab' || !box.current) return;
    const all = focusable(box.current);
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  }
  return createPortal(
    <div className="dialog-mask">
      <div ref={box} className="dialog" role="dialog" aria-modal="true" aria-labelledby={id} tabIndex={-1} style={{ width }} onKeyDown={press}>
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          {!unclosable && (
            <button type="button" className="icon-button" data-close aria-label={t('common.close')} onClick={close}>
              <Icon name="close" />
            </button>
          )}
        </div>
        <div className="dialog-body">{children}</div>
        <div className="dialog-foot">{footer}</div>
      </div>
    </div>,
    document.body,
  );
}
const focusable = (box: HTMLElement): HTMLElement[] => [...box.querySelectorAll<HTMLElement>('a[href],button:not([disabled]):not([hidden]),input:not([disabled]),select,textarea')];
