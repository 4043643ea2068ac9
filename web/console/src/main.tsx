import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../ui/tokens.css';
import '../../ui/ui.css';
import './shell/shell.css';
import '../../ui/print.css';
import { queryClient } from './api/query-client.ts';
import { startWords } from './i18n/index.ts';
import { router } from './router.tsx';
import { AntdRoom } from './shell/antd-room.tsx';

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
