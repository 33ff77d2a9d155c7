import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}
/** A layer under (or over) its anchor, outside every scrolling box, so that no grid cuts it off. It informs and takes no focus. */
export function Popup({
  anchor,
  children,
  minWidth = 0,
  className = '',
}: {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
  readonly minWidth?: number;
  readonly className?: string;
}) {
  const [place, setPlace] = useState<Place>();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const follow = (): void => {
      const at = anchor.current?.getBoundingClientRect();
      if (!at) return;
      const width = Math.max(at.width, minWidth);
      const height = box.current?.offsetHeight ?? 0;
      const below = at.bottom + 4 + height <= innerHeight || at.top < height;
      const next = { left: Math.max(4, Math.min(at.left, innerWidth - width - 8)), top: below ? at.bottom + 4 : at.top - height - 4, width };
      setPlace((old) => (old && old.left === next.left && old.top === next.top && old.width === next.width ? old : next));
    };
    follow();
    addEventListener('scroll', follow, true);
    addEventListener('resize', follow);
    const observer = new ResizeObserver(follow);
    if (box.current) observer.observe(box.current);
    return () => {
      removeEventListener('scroll', follow, true);
      removeEventListener('resize', follow);
      observer.disconnect();
    };
  }, [anchor, minWidth]);
  return createPortal(
    <div ref={box} className={`popup ${className}`} style={place ? { left: place.left, top: place.top, width: place.width } : { visibility: 'hidden' }}>
      {children}
    </div>,
    document.body,
  );
}
