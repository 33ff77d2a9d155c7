import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'virtual:tokens.css';
import './theme/parts.css';
import './theme/base.css';
import './shell/nav.css';
import './shell/shell.css';
import { organisationInAddress } from './api/client.ts';
import { createQueryClient } from './api/queries.ts';
import { router } from './router.tsx';
import { apply, preferences } from './theme/preferences.ts';
import { ThemeProvider } from './theme/provider.tsx';

apply(preferences.get());
// The sheet of the Chinese web font names a hundred slices; it is the last resort and must not hold up the first paint.
void import('@fontsource-variable/noto-sans-sc');

const client = createQueryClient((code) => {
  const org = organisationInAddress();
  if (code === 'auth.second_factor_required' && org !== undefined) void router.navigate({ to: '/o/$org/factor', params: { org } });
  else if (code === 'auth.session_expired' || code === 'auth.required') void client.invalidateQueries({ queryKey: ['me'] }, { cancelRefetch: false });
});
const place = document.getElementById('root');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ThemeProvider>
          <RouterProvider router={router} />
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
