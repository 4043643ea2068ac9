import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../ui/tokens.css';
import '../../ui/parts.css';
import '../../ui/ui.css';
import './shell/shell.css';
import '../../ui/print.css';
import { communitiesQuery, meQuery } from './api/session.ts';
import { queryClient } from './api/query-client.ts';
import { startWords } from './i18n/index.ts';
import { router } from './router.tsx';
import { AntdRoom } from './shell/antd-room.tsx';

// What the page will ask for anyway travels while its words do.
if (/^\/(c\/.*|settings\/.*|communities\/.*)?$/.test(window.location.pathname)) {
  void queryClient.prefetchQuery(meQuery);
  void queryClient.prefetchQuery(communitiesQuery);
}
if (/^\/(c\/[^/]+\/?)?$/.test(window.location.pathname)) void import('./pages/overview/overview-page.tsx');

await startWords();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <AntdRoom>
        <RouterProvider router={router} />
      </AntdRoom>
    </QueryClientProvider>
  </StrictMode>,
);
