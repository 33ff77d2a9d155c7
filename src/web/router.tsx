import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, Outlet } from '@tanstack/react-router';
import { isProblem } from './api/problem.ts';
import { useMe } from './api/queries.ts';
import { Layout } from './shell/layout.tsx';
import { NoPage } from './shell/no-page.tsx';
import { PasswordPage } from './shell/password.tsx';
import { SignIn } from './shell/sign-in.tsx';
import { Failed } from './shell/states.tsx';
import { StepUp } from './shell/step-up.tsx';
import { useWords } from './words/index.ts';

const root = createRootRoute({ component: Root, notFoundComponent: NoPage });
const start = createRoute({ getParentRoute: () => root, path: '/', component: Start });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: ({ next }): { readonly next?: string } => (typeof next === 'string' ? { next } : {}),
});
const password = createRoute({ getParentRoute: () => root, path: '/password', component: PasswordPage });
const invitation = createRoute({ getParentRoute: () => root, path: '/invitation/$token', component: lazyRouteComponent(() => import('./shell/welcome.tsx'), 'Welcome') });
const reset = createRoute({ getParentRoute: () => root, path: '/reset/$token', component: lazyRouteComponent(() => import('./shell/welcome.tsx'), 'Welcome') });
const factor = createRoute({ getParentRoute: () => root, path: '/o/$org/factor', component: lazyRouteComponent(() => import('./shell/factor.tsx'), 'FactorPage') });
const frame = createRoute({ getParentRoute: () => root, path: '/o/$org', component: Layout, notFoundComponent: NoPage });
const bench = createRoute({ getParentRoute: () => frame, path: '/', component: lazyRouteComponent(() => import('./workbench/workbench.tsx'), 'Workbench') });
const inbox = createRoute({ getParentRoute: () => frame, path: '/inbox', component: lazyRouteComponent(() => import('./messages/todo-page.tsx'), 'TodoPage') });
const messages = createRoute({ getParentRoute: () => frame, path: '/messages', component: lazyRouteComponent(() => import('./messages/messages-page.tsx'), 'MessagesPage') });
const settings = createRoute({ getParentRoute: () => frame, path: '/settings', component: lazyRouteComponent(() => import('./admin/settings.tsx'), 'Settings') });
const moduleSettings = createRoute({
  getParentRoute: () => frame,
  path: '/settings/$module',
  component: lazyRouteComponent(() => import('./admin/module-settings.tsx'), 'ModuleSettings'),
});
const list = createRoute({
  getParentRoute: () => frame,
  path: '/$module/$name',
  component: lazyRouteComponent(() => import('./list/list-page.tsx'), 'ListPage'),
  validateSearch: (search) => search,
});
const report = createRoute({
  getParentRoute: () => frame,
  path: '/$module/report/$name',
  component: lazyRouteComponent(() => import('./report/report-page.tsx'), 'ReportPage'),
  validateSearch: (search) => search,
});
const importing = createRoute({
  getParentRoute: () => frame,
  path: '/$module/$name/import',
  component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
  validateSearch: (search) => search,
});
const customerImport = createRoute({
  getParentRoute: () => frame,
  path: '/customers/customer/import',
  component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
  validateSearch: (search) => search,
});
const voucherImport = createRoute({
  getParentRoute: () => frame,
  path: '/finance/voucher/import',
  component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
  validateSearch: (search) => search,
});
const customerNew = createRoute({
  getParentRoute: () => frame,
  path: '/customers/customer/new',
  component: lazyRouteComponent(() => import('./detail/record-page.tsx'), 'RecordPage'),
  validateSearch: (search) => search,
});
const voucherNew = createRoute({
  getParentRoute: () => frame,
  path: '/finance/voucher/new',
  component: lazyRouteComponent(() => import('./voucher/voucher-page.tsx'), 'NewVoucher'),
});
const voucher = createRoute({
  getParentRoute: () => frame,
  path: '/finance/voucher/$id',
  component: lazyRouteComponent(() => import('./voucher/voucher-page.tsx'), 'VoucherPage'),
});
const customer = createRoute({
  getParentRoute: () => frame,
  path: '/customers/customer/$id',
  component: lazyRouteComponent(() => import('./customer/customer-page.tsx'), 'CustomerPage'),
  validateSearch: (search) => search,
});
const users = createRoute({
  getParentRoute: () => frame,
  path: '/settings/users',
  component: lazyRouteComponent(() => import('./admin/users.tsx'), 'Users'),
  validateSearch: (search) => search,
});
const roles = createRoute({ getParentRoute: () => frame, path: '/settings/roles', component: lazyRouteComponent(() => import('./admin/roles.tsx'), 'Roles') });
const why = createRoute({ getParentRoute: () => frame, path: '/settings/why', component: lazyRouteComponent(() => import('./admin/why.tsx'), 'Why') });
const numbering = createRoute({ getParentRoute: () => frame, path: '/settings/numbering', component: lazyRouteComponent(() => import('./admin/numbering.tsx'), 'Numbering') });
const jobs = createRoute({ getParentRoute: () => frame, path: '/settings/jobs', component: lazyRouteComponent(() => import('./admin/jobs.tsx'), 'Jobs') });
const role = createRoute({ getParentRoute: () => frame, path: '/settings/role/$id', component: lazyRouteComponent(() => import('./admin/role-page.tsx'), 'RolePage') });
const audit = createRoute({ getParentRoute: () => frame, path: '/settings/audit', component: lazyRouteComponent(() => import('./admin/audit.tsx'), 'Audit') });
const templates = createRoute({
  getParentRoute: () => frame,
  path: '/settings/templates',
  component: lazyRouteComponent(() => import('./admin/print-templates.tsx'), 'PrintTemplates'),
  validateSearch: (search): { readonly of?: string; readonly print?: string; readonly version?: string } =>
    Object.fromEntries(['of', 'print', 'version'].flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : []))),
});
const imports = createRoute({ getParentRoute: () => frame, path: '/settings/imports', component: lazyRouteComponent(() => import('./admin/imports.tsx'), 'Imports') });
const company = createRoute({ getParentRoute: () => frame, path: '/settings/company', component: lazyRouteComponent(() => import('./admin/company.tsx'), 'Company') });
const departments = createRoute({
  getParentRoute: () => frame,
  path: '/settings/departments',
  component: lazyRouteComponent(() => import('./admin/departments.tsx'), 'Departments'),
});
const customFields = createRoute({
  getParentRoute: () => frame,
  path: '/settings/fields',
  component: lazyRouteComponent(() => import('./admin/custom-fields.tsx'), 'CustomFields'),
  validateSearch: (search) => search,
});
const keys = createRoute({ getParentRoute: () => frame, path: '/settings/keys', component: lazyRouteComponent(() => import('./admin/keys.tsx'), 'Keys') });
const account = createRoute({ getParentRoute: () => frame, path: '/account', component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage') });
const channels = createRoute({ getParentRoute: () => frame, path: '/settings/channels', component: lazyRouteComponent(() => import('./admin/channels.tsx'), 'Channels') });
const webhooks = createRoute({ getParentRoute: () => frame, path: '/settings/webhooks', component: lazyRouteComponent(() => import('./admin/webhooks.tsx'), 'Webhooks') });
const record = createRoute({
  getParentRoute: () => frame,
  path: '/$module/$name/$id',
  component: lazyRouteComponent(() => import('./detail/record-page.tsx'), 'RecordPage'),
  validateSearch: (search) => search,
});

/** Every state has an address; pages inside the frame load on demand. */
export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    password,
    invitation,
    reset,
    factor,
    frame.addChildren([
      bench,
      inbox,
      messages,
      settings,
      moduleSettings,
      users,
      roles,
      why,
      numbering,
      jobs,
      role,
      audit,
      templates,
      imports,
      company,
      departments,
      customFields,
      webhooks,
      channels,
      keys,
      account,
      voucherNew,
      voucher,
      customer,
      report,
      list,
      importing,
      customerImport,
      voucherImport,
      customerNew,
      record,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  scrollRestoration: true,
});
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function Root() {
  return (
    <>
      <Outlet />
      <StepUp />
    </>
  );
}
/** The bare address leads into the company of the session. */
function Start() {
  const me = useMe();
  const t = useWords();
  if (me.data) return <Navigate to="/o/$org" params={{ org: me.data.organisation.code }} replace />;
  if (isProblem(me.error) && me.error.problem.status === 401) return <Navigate to="/sign-in" replace />;
  return me.error ? <Failed error={me.error} thing={t('app.name')} retry={() => void me.refetch()} /> : null;
}
