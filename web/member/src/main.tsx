import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../ui/tokens.css';
import '../../ui/parts.css';
import './shell/member.css';
import { ask } from './api/client.ts';
import { queryClient } from './api/query-client.ts';
import { startWords } from './i18n/index.ts';
import { App } from './shell/app.tsx';

// Who is signed in is asked for while the words travel.
void queryClient.prefetchQuery({ queryKey: ['me'], queryFn: ({ signal }) => ask('/me', { signal }) });

await startWords();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
