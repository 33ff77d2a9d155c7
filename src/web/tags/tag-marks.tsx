import type { Reference } from '../api/types.ts';
import './tags.css';
import { useTagColors } from './tags.ts';

/** The tags of a row, each in its colour. */
export function TagMarks({ tags }: { readonly tags: readonly Reference[] }) {
  const colors = useTagColors();
  return (
    <span className="tag-marks">
      {tags.map((tag) => (
        <span key={tag.id} className={`tag ${colors.get(tag.id) ?? ''}`}>
          {tag.label}
        </span>
      ))}
    </span>
  );
}
