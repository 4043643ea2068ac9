import type { Caller } from '#platform/http/index.ts';
import { Forbidden, Unauthenticated } from '#kernel/errors.ts';
import type { Right } from './contract.ts';
import { NoSeat } from './errors.ts';

/**
 * Who may use a route: everybody, anybody with a seat or a token, anybody with a seat (what concerns one's own account,
 * and a token has none), or those who have the right.
 */
export type Rule = 'public' | 'signed-in' | 'account' | Right;

/** Every route of the server and who may use it. A route that is not here, or an entry without a route, stops the start. */
export const POLICY: Readonly<Record<string, Rule>> = {
  healthz: 'public',
  readyz: 'public',
  metrics: 'public', // from this machine only, else metrics.read: decided in the route
  openapi: 'public',
  console: 'public',

  'auth.sign-in': 'public',
  'auth.sign-out': 'public',
  'auth.change-password': 'account',
  'auth.forgot-password': 'public',
  'auth.reset-password': 'public', // whoever holds the one-time link
  'setup.get': 'public',
  'setup.redeem': 'public',
  'me.get': 'signed-in',
  'me.rename': 'account',
  'me.switch-workspace': 'account',
  'me.sessions': 'account',
  'me.revoke-session': 'account',
  'me.revoke-other-sessions': 'account',
  'me.second-factor': 'account',
  'me.begin-second-factor': 'account',
  'me.confirm-second-factor': 'account',
  'me.renew-recovery-codes': 'account',
  'me.disable-second-factor': 'account',
  'team.list': 'team.manage',
  'team.invite': 'team.manage',
  'team.revoke-invitation': 'team.manage',
  'team.change-role': 'team.manage',
  'team.remove-seat': 'team.manage',
  'team.reset-link': 'team.manage',
  'invitations.look': 'public', // whoever holds the one-time link
  'invitations.accept': 'public',
  'workspaces.create': 'workspace.manage',
  'workspace.rename': 'workspace.manage',
  'audit.list': 'audit.read',
  'audit.choices': 'audit.read',
  'audit.export': 'audit.read',
  'tokens.list': 'tokens.manage',
  'tokens.create': 'tokens.manage',
  'tokens.revoke': 'tokens.manage',

  'reports.list': 'members.read',
  'reports.get': 'members.read',
  'reports.file': 'members.read',
  'reports.make': 'reports.manage',
  'reports.mail': 'reports.manage',
  'reports.schedules': 'members.read',
  'reports.set-schedules': 'reports.manage',
  'reports.add-adjustment': 'reports.manage',
  'reports.change-adjustment': 'reports.manage',
  'reports.remove-adjustment': 'reports.manage',

  'communities.list': 'communities.read',
  'communities.create': 'communities.manage',
  'communities.get': 'communities.read',
  'communities.profile': 'communities.read',
  'communities.templates': 'communities.read',
  'communities.update': 'communities.manage',
  'communities.zone': 'communities.read',
  'communities.change-zone': 'communities.manage',
  'communities.set-logo': 'communities.manage',
  'communities.remove-logo': 'communities.manage',
  'communities.set-avatar': 'communities.manage',
  'communities.remove-avatar': 'communities.manage',
  'communities.groups': 'communities.read',
  'communities.create-group': 'communities.manage',
  'communities.update-group': 'communities.manage',
  'communities.adopt-group': 'communities.manage',
  'files.get': 'communities.read',
  'members.tags': 'members.read',
  'members.set-tags': 'members.edit',
  'members.set-standings': 'members.edit',
  'members.attributes': 'members.read',
  'members.define-attribute': 'communities.manage',
  'members.change-attribute': 'communities.manage',
  'members.remove-attribute': 'communities.manage',
  'members.set-attribute': 'members.edit',
  'members.clear-attribute': 'members.edit',
  'members.notes': 'members.read',
  'members.add-note': 'members.edit',
  'members.change-note': 'members.edit',
  'members.remove-note': 'members.edit',
  'members.merges': 'members.read',
  'members.merge': 'members.edit',
  'members.unmerge': 'members.edit',
  'matching.list': 'members.read',
  'matching.search': 'members.edit',
  'matching.dismiss': 'members.edit',
  'matching.reopen': 'members.edit',
  'views.list': 'communities.read',
  'views.create': 'communities.read', // a view is its maker’s
  'views.update': 'communities.read', // its maker only: decided in the route
  'views.delete': 'communities.read',
  'preferences.get': 'signed-in',
  'preferences.set': 'signed-in',
  'bulk.preview': 'members.edit',
  'bulk.start': 'members.edit',
  'bulk.list': 'members.read',
  'bulk.get': 'members.read',
  'bulk.undo': 'members.edit',

  'members.export-person': 'members.export',
  'members.erasure-preview': 'members.erase',
  'members.erase': 'members.erase',
  'members.erasures': 'members.erase',
  'members.erasure': 'members.erase',

  'insights.overview': 'communities.read',
  'insights.evaluations': 'communities.read',
  'insights.flows': 'communities.read',
  'insights.evaluate': 'insights.evaluate',
  'insights.groups': 'communities.read',
  'insights.network': 'members.read',
  'insights.network-member': 'members.read',
  'insights.network-path': 'members.read',
  'insights.network-months': 'members.read',
  'insights.network-month': 'members.read',
  'insights.network-risks': 'members.read',
  'introductions.list': 'members.read',
  'introductions.propose': 'members.edit',
  'introductions.decide': 'members.edit',
  'segments.list': 'members.read',
  'segments.of-member': 'members.read',
  'segments.from-members': 'members.edit',
  'segments.vocabulary': 'members.read',
  'segments.preview': 'members.read',
  'segments.get': 'members.read',
  'segments.create': 'members.edit',
  'segments.update': 'members.edit',
  'segments.delete': 'members.edit',
  'segments.change-list': 'members.edit',
  'segments.import': 'members.edit',
  'segments.why': 'members.read',
  'segments.changes': 'members.read',
  'segments.where-used': 'members.read',
  'segments.overlap': 'members.read',
  'segments.overlap-people': 'members.read',
  'segments.compare': 'members.read',
  'schemes.list': 'members.read',
  'schemes.create': 'members.edit',
  'schemes.update': 'members.edit',
  'schemes.delete': 'members.edit',
  'schemes.people': 'members.read',
  'insights.members': 'members.read',
  'insights.export-members': 'members.export',
  'insights.member': 'members.read',
  'insights.timeline': 'members.read',

  'analyses.run': 'communities.read',
  'analyses.csv': 'members.export', // some kinds name members
  'analyses.people': 'members.read',
  'analyses.brands': 'communities.read',
  'analyses.set-brands': 'analyses.manage',
  'analyses.stream': 'communities.read',
  'analyses.list': 'communities.read',
  'analyses.get': 'communities.read',
  'analyses.create': 'analyses.manage',
  'analyses.update': 'analyses.manage',
  'analyses.delete': 'analyses.manage',
  'dashboards.list': 'communities.read',
  'dashboards.get': 'communities.read',
  'dashboards.create': 'analyses.manage',
  'dashboards.update': 'analyses.manage',
  'dashboards.delete': 'analyses.manage',
  'dashboards.duplicate': 'analyses.manage',

  'tracking.get': 'communities.read',
  'sites.create': 'growth.manage',
  'sites.update': 'growth.manage',
  'sites.secret': 'growth.manage',
  'sites.renew-secret': 'growth.manage',
  'tracked-links.create': 'growth.manage',
  'tracked-links.update': 'growth.manage',
  'tracked-links.personal': 'growth.manage',
  'docs.home': 'public',
  'docs.style': 'public',
  'docs.image': 'public',
  'docs.first-page': 'public',
  'docs.page': 'public',
  'site.script': 'public',
  'site.hits': 'public', // the site’s origins and signatures decide
  'link.follow': 'public',

  'goals.objectives': 'goals.read',
  'goals.objective': 'goals.read',
  'goals.measure': 'goals.read',
  'goals.create-objective': 'goals.manage',
  'goals.change-objective': 'goals.manage',
  'goals.close-objective': 'goals.manage',
  'goals.reopen-objective': 'goals.manage',
  'goals.delete-objective': 'goals.manage',
  'goals.budgets': 'goals.read',
  'goals.budget': 'goals.read',
  'goals.create-budget': 'goals.manage',
  'goals.change-budget': 'goals.manage',
  'goals.delete-budget': 'goals.manage',
  'goals.set-currency': 'goals.manage',
  'goals.add-operation': 'goals.manage',
  'goals.change-operation': 'goals.manage',
  'goals.delete-operation': 'goals.manage',
  'goals.add-spend': 'goals.manage',
  'goals.delete-spend': 'goals.manage',
  'goals.resources': 'goals.read',
  'goals.create-resource': 'goals.manage',
  'goals.change-resource': 'goals.manage',
  'goals.bookings': 'goals.read',
  'goals.book': 'goals.manage',
  'goals.change-booking': 'goals.manage',
  'goals.cancel-booking': 'goals.manage',

  'retention.get': 'communities.read',
  'retention.set': 'communities.manage',
  'retention.preview': 'communities.manage',

  'events.accept': 'events.write',
  'events.refused': 'imports.read',
  'events.retry-refused': 'imports.manage',
  'imports.upload': 'imports.manage',
  'imports.list': 'imports.read',
  'imports.get': 'imports.read',
  'imports.preview': 'imports.manage',
  'imports.people': 'imports.manage',
  'imports.start': 'imports.manage',
  'imports.progress': 'imports.read',
  'imports.undo-preview': 'imports.manage',
  'imports.undo': 'imports.manage',
  'imports.cancel': 'imports.manage',
};

/** Throws unless the caller may use the route: 401 for nobody, 403 for somebody without a seat or the right. */
export function authorise(routeId: string, caller: Caller): void {
  const rule = POLICY[routeId];
  if (rule === 'public') return;
  if (rule === undefined) throw new Forbidden(`no rule allows ${routeId}`);
  if (caller.kind === 'anonymous') throw new Unauthenticated();
  if (caller.workspaceId === '') throw new NoSeat();
  if (rule === 'account') {
    if (caller.kind !== 'operator') throw new Forbidden('a token has no account: sign in');
    return;
  }
  if (rule !== 'signed-in' && !caller.rights.has(rule)) throw new Forbidden(`this needs the right ${rule}`);
}

/** Throws when a route has no rule, a rule has no route, or two routes share an id. */
export function checkPolicy(routeIds: readonly string[]): void {
  const registered = new Set(routeIds);
  const faults = [
    ...routeIds.filter((id, at) => routeIds.indexOf(id) !== at).map((id) => `two routes are called ${id}`),
    ...routeIds.filter((id) => POLICY[id] === undefined).map((id) => `route ${id} has no rule`),
    ...Object.keys(POLICY)
      .filter((id) => !registered.has(id))
      .map((id) => `rule ${id} has no route`),
  ];
  if (faults.length > 0) throw new Error(`the policy table and the routes disagree: ${faults.join('; ')}`);
}
