import type { ModuleDeclaration } from '../../kernel/registry/meta.ts';
import { ApiKeyRecord } from './api-key.ts';
import { CustomFieldRecord } from './custom-field.ts';
import { ChannelAdapterRecord } from './channel.ts';
import { HolidayRecord, WorkCalendarRecord } from './calendar.ts';
import { CurrencyRecord, ExchangeRateRecord, UnitRecord } from './measure.ts';
import { HookAccountRecord, MailboxRecord } from './inbox.ts';
import { coreJobs } from './jobs.ts';
import { NumberingRecord } from './numbering.ts';
import { DepartmentRecord, OrganisationRecord } from './organisation.ts';
import { refusals } from './refusals.ts';
import { RegionRecord } from './region.ts';
import { fieldGroups, roles } from './roles.ts';
import { coreScopes } from './scopes.ts';
import { coreSettings } from './settings.ts';
import { SodRuleRecord } from './sod-rule.ts';
import { TagGroupRecord, TagRecord } from './tag.ts';
import { RoleAssignmentRecord, RoleRecord, UserRecord } from './user.ts';
import { WebhookRecord } from './webhook.ts';

/** 平台: what every module refers to (P.1, P.5, P.15). */
export const core: ModuleDeclaration = {
  name: 'core',
  zh: '平台',
  en: 'Platform',
  records: [
    OrganisationRecord,
    DepartmentRecord,
    UserRecord,
    RoleRecord,
    RoleAssignmentRecord,
    SodRuleRecord,
    ApiKeyRecord,
    UnitRecord,
    CurrencyRecord,
    ExchangeRateRecord,
    RegionRecord,
    HolidayRecord,
    WorkCalendarRecord,
    NumberingRecord,
    WebhookRecord,
    ChannelAdapterRecord,
    MailboxRecord,
    HookAccountRecord,
    CustomFieldRecord,
    TagGroupRecord,
    TagRecord,
  ],
  jobs: coreJobs,
  settings: coreSettings,
  roles,
  fieldGroups,
  scopes: coreScopes,
  refusals,
};
