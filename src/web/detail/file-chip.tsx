import { lazy, Suspense, useState } from 'react';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { type FileEntry, sizeText } from './talk.ts';

const FilePreview = lazy(() => import('./file-preview.tsx').then((module) => ({ default: module.FilePreview })));
/** A file by its name; a click shows it. */
export function FileChip({ name, id, file, drop }: { readonly name: string; readonly id: string; readonly file: FileEntry; readonly drop?: () => void }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <span className="file-chip">
      <button type="button" className="plain row cut" onClick={() => setOpen(true)}>
        <Icon name="file" size={14} className="faint" />
        <span className="cut">{file.name}</span>
        <span className="faint small">{sizeText(file.size)}</span>
      </button>
      {drop && (
        <button type="button" className="icon-button" aria-label={t('detail.leave_out', { file: file.name })} onClick={drop}>
          <Icon name="close" size={13} />
        </button>
      )}
      {open && (
        <Suspense fallback={null}>
          <FilePreview name={name} id={id} file={file} close={() => setOpen(false)} />
        </Suspense>
      )}
    </span>
  );
}
