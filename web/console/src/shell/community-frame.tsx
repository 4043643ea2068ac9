import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { rememberCommunity } from './last-community.ts';
import { useCommunity } from './use-community.ts';

/** Everything under one community: an unknown key is a 404, a known one is remembered. */
export function CommunityFrame() {
  const { key } = useCommunity();
  useEffect(() => rememberCommunity(key), [key]);
  return <Outlet />;
}
