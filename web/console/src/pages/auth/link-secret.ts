import { useRouterState } from '@tanstack/react-router';

/** The secret of a one-time link: behind '#', where no server or proxy sees it. */
export const useLinkSecret = (): string => useRouterState({ select: ({ location }) => location.hash });
