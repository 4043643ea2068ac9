/** Words of the frame. */
export const shell = {
  shell: {
    home: 'Home',
    benefits: 'Benefits',
    me: 'Me',
    tabs: 'Pages',
    back: 'Back',
    close: 'Close',
    cancel: 'Cancel',
    loading: 'Loading',
    retry: 'Try again',
    reload: 'Open again',
    broken: 'This page did not load completely',
    missing: 'There is no such page',
    missingMore: 'The link may be too old, or the community does not use this any more.',
  },
  home: {
    hello: 'Hello {{name}}',
    nothingYet: 'Nothing here yet',
    nothingYetMore: 'Points, levels and rewards appear here once your community uses them.',
  },
};

export const shellProblems = {
  offline: 'The network cannot be reached. What was loaded is still here; it tries again by itself.',
  unavailable: 'The service is not available right now. Try again in a moment.',
  unauthenticated: 'You are not signed in any more. Sign in again.',
  forbidden: 'This cannot be done here.',
  too_many_requests: 'That was too often. Wait a moment.',
  not_found: 'This was not found; it may be gone.',
  server: 'Something went wrong with the service, and nothing was changed. Try again later.',
  other: 'That did not work, and nothing was changed. Try again.',
};
