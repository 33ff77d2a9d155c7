import { Link } from '@tanstack/react-router';
import { useDeclarations } from '../record/declarations.ts';
import { Icon, type IconName } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { UserMenu } from '../shell/user-menu.tsx';
import { useWords, type Word } from '../words/index.ts';
import { settingGroups } from './setting-groups.ts';
import { useOffered } from './served.ts';
import { mayEditTemplates } from './template-data.ts';
import './admin.css';

interface Entry {
  readonly label: string;
  readonly help?: string;
  readonly to: string;
  readonly icon: IconName;
}
/** Everything that is set up rather than worked with; what a person may not open is not offered. */
export function Settings() {
  const t = useWords();
  const home = useHome();
  const me = useWho();
  const declarations = useDeclarations();
  const audit = useOffered('/core/audit');
  const imports = useOffered('/core/import');
  const jobs = useOffered('/core/job', {});
  const entry = (record: string, word: Word, icon: IconName, help?: Word, to = `/${record.replace('.', '/')}`): readonly Entry[] =>
    declarations?.records.has(record) && mayOpen(me, record) ? [{ label: t(word), to, icon, ...(help ? { help: t(help) } : {}) }] : [];
  const parameters = (declarations?.modules ?? []).flatMap((module): Entry[] =>
    module.settings
      ? [
          {
            label: t.of(module),
            help: (settingGroups[module.name] ?? []).map((group) => t.of(group)).join(t.locale === 'zh' ? '、' : ', ') || t('settings.of', { module: t.of(module) }),
            to: `/settings/${module.name}`,
            icon: module.name in moduleIcons ? (module.name as IconName) : 'settings',
          },
        ]
      : [],
  );
  const groups: readonly (readonly [string, readonly Entry[]])[] = [
    [
      t('admin.company'),
      [
        ...entry('core.organisation', 'admin.organisation', 'bench', 'admin.organisation_help', '/settings/company'),
        ...entry('core.department', 'admin.departments', 'columns', 'admin.departments_help', '/settings/departments'),
        ...entry('core.holiday', 'admin.calendar', 'calendar', 'admin.calendar_help'),
        ...entry('core.work_calendar', 'admin.work_calendar', 'clock', 'admin.work_calendar_help'),
      ],
    ],
    [
      t('admin.people'),
      [
        ...entry('core.user', 'admin.users', 'user', 'admin.users_help', '/settings/users'),
        ...entry('core.role', 'admin.roles', 'shield', 'admin.roles_help', '/settings/roles'),
        ...entry('core.role_assignment', 'admin.assignments', 'people', 'admin.assignments_help'),
        ...(mayOpen(me, 'core.role') ? [{ label: t('admin.why'), help: t('admin.why_help'), to: '/settings/why', icon: 'help' as const }] : []),
      ],
    ],
    [t('admin.parameters'), parameters],
    [
      t('admin.base'),
      [
        ...entry('core.numbering', 'admin.numbering', 'sort', 'admin.numbering_help', '/settings/numbering'),
        ...entry('core.unit', 'admin.units', 'inventory', 'setup.units_help'),
        ...entry('core.currency', 'admin.currencies', 'finance', 'setup.currencies_help'),
        ...entry('core.exchange_rate', 'admin.rates', 'retry', 'setup.rates_help'),
        ...entry('core.region', 'admin.regions', 'link', 'setup.regions_help'),
        ...(mayEditTemplates(me) ? [{ label: t('template.title'), help: t('template.help'), to: '/settings/templates', icon: 'print' as const }] : []),
        ...entry('core.custom_field', 'admin.custom_fields', 'plus', 'admin.custom_fields_help', '/settings/fields'),
      ],
    ],
    [
      t('setup.outside'),
      [
        ...entry('core.channel_adapter', 'channel.title', 'bell', 'channel.help', '/settings/channels'),
        ...entry('core.api_key', 'setup.keys', 'lock', 'setup.keys_help', '/settings/keys'),
        ...entry('core.webhook', 'setup.webhooks', 'out', 'setup.webhooks_help', '/settings/webhooks'),
      ],
    ],
    [
      t('admin.records_and_history'),
      [
        ...(audit ? [{ label: t('admin.audit'), help: t('admin.audit_help'), to: '/settings/audit', icon: 'file' as const }] : []),
        ...(imports ? [{ label: t('admin.import_history'), help: t('admin.import_history_help'), to: '/settings/imports', icon: 'upload' as const }] : []),
        ...(jobs ? [{ label: t('admin.jobs'), help: t('admin.jobs_help'), to: '/settings/jobs', icon: 'clock' as const }] : []),
      ],
    ],
  ];
  return (
    <>
      <header className="page-head">
        <h1 className="page-title">{t('settings.title')}</h1>
      </header>
      <div className="page-body settings">
        <section className="only-phone">
          <UserMenu me={me} rail={false} />
        </section>
        {groups.map(([title, entries]) =>
          entries.length === 0 ? null : (
            <section key={title}>
              <h2>{title}</h2>
              <ul>
                {entries.map(({ label, help, to, icon }) => (
                  <li key={to}>
                    <Link to={`${home}${to}` as string}>
                      <Icon name={icon} size={17} />
                      <span>
                        <b>{label}</b>
                        {help !== undefined && <span className="faint">{help}</span>}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ),
        )}
      </div>
    </>
  );
}
const moduleIcons = { customers: 1, sales: 1, finance: 1, people: 1, inventory: 1, supply: 1, relationship: 1 };
