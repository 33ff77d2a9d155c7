import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Label } from '#declare';
import type { ModuleDeclaration } from '../../kernel/registry/meta.ts';

/** What the browser keeps of the modules' pure declarations: labels for menus and the functions that compute totals. */
export interface Declarations {
  readonly modules: readonly ModuleDeclaration[];
  readonly records: ReadonlyMap<string, DeclaredRecord>;
  readonly reports: ReadonlyMap<
    string,
    Label & { readonly name: string; readonly roles: readonly string[]; readonly parameters: Readonly<Record<string, DeclaredField>>; readonly chart: object | undefined }
  >;
}
export interface DeclaredField extends Label {
  readonly kind: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly target?: string;
  readonly choose?: string;
  readonly origin?: string;
  readonly help?: Label;
  readonly hidden?: true;
  readonly immutable?: true;
  readonly long?: true;
  readonly options?: Readonly<Record<string, Label & { readonly color?: string }>>;
  readonly fields?: Readonly<Record<string, DeclaredField>>;
}
export interface DeclaredRecord extends Label {
  readonly name: string;
  readonly type: 'catalog' | 'document';
  readonly readonly: boolean;
  readonly fields: Readonly<Record<string, DeclaredField>>;
  /** The field a catalog is spoken of by; a document has its number. */
  readonly title?: string | undefined;
  readonly compute: ((row: never) => Readonly<Record<string, unknown>>) | undefined;
  readonly states: Readonly<Record<string, Label & { readonly color?: string; readonly final?: true }>>;
}

interface Spec extends Label {
  readonly fields: Readonly<Record<string, DeclaredField>>;
  readonly title?: string;
  readonly compute?: (row: never) => Readonly<Record<string, unknown>>;
  readonly readonly?: true;
  readonly appendOnly?: true;
}
/** A chunk of its own: the first page does not wait for it. */
async function loadDeclarations(): Promise<Declarations> {
  const { modules } = await import('../../modules/index.ts');
  const records = modules
    .flatMap((module) => module.records)
    .map(({ name, type, spec: given }): DeclaredRecord => {
      const spec = given as Spec;
      const state = Object.values(spec.fields).find((field) => field.kind === 'state');
      return {
        name,
        type,
        zh: spec.zh,
        en: spec.en,
        fields: spec.fields,
        title: spec.title,
        compute: spec.compute,
        readonly: spec.readonly === true || spec.appendOnly === true,
        states: state?.options ?? {},
      };
    });
  const reports = modules
    .flatMap((module) => module.reports ?? [])
    .map(({ name, spec }) => ({
      name,
      zh: spec.zh,
      en: spec.en,
      roles: spec.roles,
      parameters: spec.parameters as unknown as Readonly<Record<string, DeclaredField>>,
      chart: spec.chart,
    }));
  return { modules, records: new Map(records.map((record) => [record.name, record])), reports: new Map(reports.map((report) => [report.name, report])) };
}
export const declarationsQuery = () =>
  queryOptions({ queryKey: ['declarations'], queryFn: loadDeclarations, staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY });
export const useDeclarations = (): Declarations | undefined => useQuery(declarationsQuery()).data;
