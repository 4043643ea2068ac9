import { type ComponentProps, createContext, use, useCallback, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { type Params, splitAddress } from './match.ts';

const listeners = new Set<() => void>();

const tell = (): void => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

const here = (): string => window.location.pathname + window.location.search;

/** How many pages of ours lie behind this one; where there are none, Back leads to the first page. */
let depth = 0;
window.addEventListener('popstate', () => void (depth = Math.max(0, depth - 1)));

/** The page on show: `code` of the community, `path` below it, what is asked for after `?`. */
export function useLocation(): { code: string; path: string; query: URLSearchParams } {
  const address = useSyncExternalStore(subscribe, here);
  return useMemo(() => {
    const { pathname, searchParams } = new URL(address, window.location.origin);
    return { ...splitAddress(pathname), query: searchParams };
  }, [address]);
}

/** The address of a page of this community: `/points` → `/m/<code>/points`. */
export function useAddress(): (to: string) => string {
  const { code } = useLocation();
  return useCallback((to: string) => `/m/${code}${to === '/' ? '/' : to}`, [code]);
}

/** Goes to a page of this community; `replace` leaves the present one out of the history. */
export function useNavigate(): (to: string, options?: { replace?: boolean }) => void {
  const addressOf = useAddress();
  return useCallback(
    (to, { replace = false } = {}) => {
      if (replace) window.history.replaceState(null, '', addressOf(to));
      else {
        window.history.pushState(null, '', addressOf(to));
        depth += 1;
      }
      tell();
      window.scrollTo(0, 0);
    },
    [addressOf],
  );
}

/** Goes back, or to `otherwise` where somebody came here straight from a chat. */
export function useBack(otherwise: string): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    if (depth > 0) window.history.back();
    else navigate(otherwise, { replace: true });
  }, [navigate, otherwise]);
}

const ParamsContext = createContext<Params>({});

/** Gives a page what its address says. */
export const WithParams = ({ params, children }: { params: Params; children: ReactNode }) => (
  <ParamsContext value={params}>{children}</ParamsContext>
);

/** A parameter of the page's address: `useParam('orderId')`. */
export function useParam(name: string): string {
  const value = use(ParamsContext)[name];
  if (value === undefined) throw new Error(`the address has no ${name}`);
  return value;
}

/** A link to a page of this community. */
export function Link({ to, onClick, ...rest }: { to: string } & Omit<ComponentProps<'a'>, 'href'>) {
  const addressOf = useAddress();
  const navigate = useNavigate();
  return (
    <a
      {...rest}
      href={addressOf(to)}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        navigate(to);
      }}
    />
  );
}
