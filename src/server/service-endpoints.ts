import type { Endpoint } from './endpoint.ts';
import { explainEndpoints } from './explain-endpoints.ts';
import { historyEndpoints } from './history-endpoints.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import { importEndpoints } from './import-endpoints.ts';
import { operationEndpoints } from './operation-endpoints.ts';
import { jobEndpoints } from './job-endpoints.ts';
import { messageEndpoints } from './message-endpoints.ts';
import { notificationEndpoints } from './notification-endpoints.ts';
import { numberingEndpoints } from './numbering-endpoints.ts';
import { permissionEndpoints } from './permission-endpoints.ts';
import { personalEndpoints } from './personal-endpoints.ts';
import { linkServiceEndpoints } from './link-endpoints.ts';
import { templateEndpoints } from './template-endpoints.ts';
import { mergeTagEndpoint } from './tag-endpoints.ts';
import { trailEndpoints } from './trail-endpoints.ts';
import { widgetEndpoints } from './widget-endpoints.ts';

/** Addresses of what the platform does for screens and administrators beside the declared records (P.4, P.8, P.9, P.11, P.13, P.14). */
export function serviceEndpoints(signIn: SignIn): readonly Endpoint[] {
  return [
    ...historyEndpoints,
    ...trailEndpoints,
    ...importEndpoints,
    ...operationEndpoints,
    ...personalEndpoints,
    ...widgetEndpoints,
    ...explainEndpoints(signIn),
    ...permissionEndpoints(signIn),
    ...jobEndpoints,
    ...notificationEndpoints,
    ...messageEndpoints,
    mergeTagEndpoint,
    ...linkServiceEndpoints,
    ...templateEndpoints,
    ...numberingEndpoints,
  ];
}
