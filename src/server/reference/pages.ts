import type { Locale } from '../../kernel/command/call.ts';
import type { FieldMeta, RecordMeta, Registry } from '../../kernel/registry/meta.ts';
import type { Described } from '../endpoint.ts';
import { createExample } from '../examples.ts';
import { codesOf } from '../openapi.ts';
import { statusOf } from '../status.ts';
import { html, type Html } from './html.ts';
import { type Words, wordsOf } from './words.ts';

export interface Reference {
  readonly registry: Registry;
  readonly operations: readonly Described[];
  readonly version: string;
}
const base = '/api/reference';
const platform = 'platform';

function page(locale: Locale, path: string, title: string, body: Html): string {
  const t = wordsOf(locale);
  const other = locale === 'zh' ? 'en' : 'zh';
  return html`<!doctype html><html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Qiantai</title><link rel="stylesheet" href="${base}/reference.css"></head>
<body><nav><h1>${title}</h1><a href="${base}?lang=${locale}">${t.back}</a><a href="${path}?lang=${other}" hreflang="${other}">${t.other}</a></nav><main>${body}</main><script src="${base}/reference.js"></script></body></html>`
    .html;
}
const link = (locale: Locale, name: string, label: string): Html => html`<li><a href="${base}/${name}?lang=${locale}">${label}</a> <code>${name}</code></li>`;

/** Everything that is declared, module by module. */
export function indexPage({ registry, version }: Reference, locale: Locale): string {
  const t = wordsOf(locale);
  const modules = registry.modules.map((module) => {
    const own = [...registry.records.values(), ...registry.ledgers.values(), ...registry.reports.values()].filter((meta) => meta.module === module.name);
    return own.length === 0 ? null : html`<h2>${module[locale]}</h2><ul class="index">${own.map((meta) => link(locale, meta.name, meta[locale]))}</ul>`;
  });
  const body = html`<p>${t.intro}</p><p><a href="/api/openapi.json">${t.openapi}</a> · ${version}</p>${modules}<h2>${t.platform}</h2><ul class="index">${link(locale, platform, t.platform)}</ul>`;
  return page(locale, base, t.title, body);
}

/** One declaration, or what no declaration stands behind; nothing where there is none of that name. */
export function declarationPage(reference: Reference, name: string, locale: Locale): string | undefined {
  const { registry, operations } = reference;
  const t = wordsOf(locale);
  const meta = registry.records.get(name);
  const other = registry.ledgers.get(name) ?? registry.reports.get(name);
  if (!meta && !other && name !== platform) return undefined;
  const label = meta?.[locale] ?? other?.[locale] ?? t.platform;
  const known = [...registry.records.keys(), ...registry.ledgers.keys(), ...registry.reports.keys()];
  const own = operations.filter(({ operation }) => (name === platform ? !known.some((one) => operation.startsWith(`${one}.`)) : operation.startsWith(`${name}.`)));
  const declared = meta ? recordParts(registry, meta, locale, t) : other && 'fields' in other ? html`<h2>${t.fields}</h2>${fieldTable(other.fields, locale, t)}` : null;
  const body = html`${declared}<h2>${t.addresses}</h2>${own.map((operation) => address(registry, operation, meta, locale, t))}`;
  return page(locale, `${base}/${name}`, `${label} ${name === platform ? '' : name}`.trim(), body);
}
function recordParts(registry: Registry, meta: RecordMeta, locale: Locale, t: Words): Html {
  const states = Object.entries(meta.fields.find((field) => field.kind === 'state')?.options ?? {});
  const lines = meta.lines.map((child) => html`<h3>${t.lines}：${child[locale]} <code>${child.name}</code></h3>${fieldTable(child.fields, locale, t)}`);
  const stateOf = (key: string): string => states.find(([one]) => one === key)?.[1][locale] ?? key;
  return html`<p>${meta.type === 'catalog' ? t.catalog : t.document}</p><h2>${t.fields}</h2>${fieldTable(meta.fields, locale, t)}${lines}
${states.length === 0 ? null : html`<h2>${t.states}</h2><table><tr><th>${t.key}</th><th>${t.label}</th></tr>${states.map(([key, option]) => html`<tr><td><code>${key}</code></td><td>${option[locale]}</td></tr>`)}</table>`}
${meta.actions.length === 0 ? null : html`<h2>${t.actions}</h2><table><tr><th>${t.key}</th><th>${t.label}</th><th>${t.from}</th><th>${t.to}</th><th>${t.asks}</th></tr>${meta.actions.map((action) => html`<tr><td><code>${action.name}</code></td><td>${action[locale]}</td><td>${action.from.map(stateOf).join('、')}</td><td>${action.to === undefined ? '' : stateOf(action.to)}</td><td>${action.asks.map((field) => field[locale]).join('、')}</td></tr>`)}</table>`}
${refusalTable(registry, Object.keys(meta.refusals), locale, t)}`;
}
const origins = { input: 'input', computed: 'computed', derived: 'derived' } as const;
function fieldTable(fields: readonly FieldMeta[], locale: Locale, t: Words): Html {
  const row = (field: FieldMeta): Html => {
    const options =
      field.kind === 'state'
        ? ''
        : Object.entries(field.options ?? {})
            .map(([key, option]) => `${key} ${option[locale]}`)
            .join('、');
    return html`<tr><td><code>${field.name}</code></td><td>${field[locale]}</td><td>${field.kind}${field.format ? ` · ${field.format}` : ''}${field.target ? html` → <a href="${base}/${field.target}?lang=${locale}">${field.target}</a>` : null}</td><td>${field.required ? t.yes : ''}</td><td>${t[origins[field.origin]]}</td><td>${[field.help?.[locale], options].filter(Boolean).join(' · ')}</td></tr>`;
  };
  return html`<table><tr><th>${t.name}</th><th>${t.label}</th><th>${t.kind}</th><th>${t.required}</th><th>${t.origin}</th><th>${t.help}</th></tr>${fields.map(row)}</table>`;
}
function refusalTable(registry: Registry, codes: readonly string[], locale: Locale, t: Words): Html | null {
  if (codes.length === 0) return null;
  const row = (code: string): Html | null => {
    const refusal = registry.refusals.get(code);
    return refusal ? html`<tr><td><code>${code}</code></td><td>${statusOf(code, refusal)}</td><td>${refusal[locale]}</td><td>${refusal.fix[locale]}</td></tr>` : null;
  };
  return html`<h2>${t.refusals}</h2><table><tr><th>${t.code}</th><th>${t.status}</th><th>${t.what}</th><th>${t.fix}</th></tr>${codes.map(row)}</table>`;
}

function address(registry: Registry, operation: Described, meta: RecordMeta | undefined, locale: Locale, t: Words): Html {
  const codes = [...new Set(codesOf(operation))].map(
    (code) => html`<a href="/help/errors/${code}" title="${registry.refusals.get(code)?.[locale] ?? ''}"><code>${code}</code></a>`,
  );
  return html`<details id="${operation.operation}"><summary><code>${operation.method} ${operation.path}</code> ${operation.summary[locale]}</summary>
<p><code>${operation.operation}</code>${operation.permission ? html` · <code>${operation.permission}</code>` : null}</p>${tryOut(operation, meta, t)}<p class="codes">${t.codes}：${codes}</p></details>`;
}
/** What can be sent as it stands: a first page, the schema, a dry run of a new record. */
function tryOut(operation: Described, meta: RecordMeta | undefined, t: Words): Html | null {
  const [first, ...more] = operation.path.split('/:');
  if (operation.method === 'GET' && more.length === 0 && !/\/(events|template|export|metrics)$/.test(first ?? '')) {
    const path = operation.operation === `${meta?.name ?? ''}.list` ? `${operation.path}?limit=2` : operation.path;
    return html`<form data-method="GET" data-path="${path}"><p>${t.example}：<code>GET ${path}</code> <button>${t.send}</button></p><pre hidden></pre></form>`;
  }
  const example = meta && operation.operation === `${meta.name}.create` ? createExample(meta) : undefined;
  if (!example) return null;
  const path = `${operation.path}?dry_run=1`;
  return html`<form data-method="POST" data-path="${path}"><p>${t.example}：<code>POST ${path}</code></p><textarea aria-label="${t.example}" spellcheck="false">${JSON.stringify(example, null, 2)}</textarea><p><button>${t.send}</button></p><pre hidden></pre></form>`;
}
