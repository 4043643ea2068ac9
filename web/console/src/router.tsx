import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { queryClient } from './api/query-client.ts';
import { overviewQuery } from './api/overview.ts';
import { ApiError } from './api/problem.ts';
import { communitiesQuery, meQuery } from './api/session.ts';
import { analysisSearchSchema } from './pages/analyses/analysis-search.ts';
import { connectionSearchSchema, newConnectionSearchSchema } from './pages/connections/connections-search.ts';
import {
  composeSearchSchema,
  deliveriesSearchSchema,
  templatesSearchSchema,
} from './pages/deliveries/deliveries-search.ts';
import { auditSearchSchema } from './pages/audit/audit-search.ts';
import { dashboardSearchSchema } from './pages/dashboards/dashboard-search.ts';
import { memberSearchSchema } from './pages/members/member-search.ts';
import { budgetSearchSchema, objectivesSearchSchema, resourcesSearchSchema } from './pages/goals/goals-search.ts';
import { attemptsSearchSchema, bankSearchSchema, entrySearchSchema } from './pages/exams/exams-search.ts';
import { introductionsSearchSchema } from './pages/introductions/introductions-search.ts';
import { networkSearchSchema } from './pages/network/network-search.ts';
import { WIZARD_STEPS } from './pages/communities/wizard-steps.ts';
import { playsSearchSchema } from './pages/plays/plays-search.ts';
import { overviewSearchSchema } from './pages/overview/overview-search.ts';
import {
  appealsSearchSchema,
  recordsSearchSchema,
  rulesSearchSchema,
  tasksSearchSchema,
  violationsSearchSchema,
} from './pages/credit/credit-search.ts';
import { ledgerSearchSchema, pointsSearchSchema } from './pages/points/points-search.ts';
import { leaderboardsSearchSchema, levelHoldersSearchSchema } from './pages/levels/levels-search.ts';
import { figuresSearchSchema, ordersSearchSchema, shopSearchSchema } from './pages/rewards/rewards-search.ts';
import {
  compareSearchSchema,
  newSegmentSearchSchema,
  overlapSearchSchema,
  segmentSearchSchema,
  segmentsSearchSchema,
} from './pages/segments/segments-search.ts';
import { CommunityFrame } from './shell/community-frame.tsx';
import { ErrorPage, NotFoundPage } from './shell/error-pages.tsx';
import { lastCommunity } from './shell/last-community.ts';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: ErrorPage });

const signin = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: z.object({
    next: z.string().startsWith('/').optional().catch(undefined),
    noSeat: z.boolean().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./pages/auth/sign-in-page.tsx'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: z.object({ token: z.string().catch('') }),
  component: lazyRouteComponent(() => import('./pages/auth/setup-page.tsx'), 'SetupPage'),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./pages/auth/forgot-page.tsx'), 'ForgotPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('./pages/auth/reset-page.tsx'), 'ResetPage'),
});

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  component: lazyRouteComponent(() => import('./pages/auth/second-factor-page.tsx'), 'SecondFactorPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: lazyRouteComponent(() => import('./pages/auth/invite-page.tsx'), 'InvitePage'),
});

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ location }) => {
    // Asked for at the same time: every page behind the sign-in needs both.
    void queryClient.prefetchQuery(communitiesQuery);
    try {
      const { workspace, operator } = await queryClient.ensureQueryData(meQuery);
      if (workspace.secondFactorRequired && operator && !operator.secondFactor)
        throw redirect({ to: '/second-factor' });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: '/signin', search: location.href === '/' ? {} : { next: location.href } });
      }
      if (error instanceof ApiError && error.code === 'no_seat')
        throw redirect({ to: '/signin', search: { noSeat: true } });
      throw error;
    }
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: async () => {
    const communities = await queryClient.ensureQueryData(communitiesQuery);
    const chosen = communities.find(({ key }) => key === lastCommunity()) ?? communities[0];
    if (!chosen) throw redirect({ to: '/communities/new' });
    throw redirect({ to: '/c/$community', params: { community: chosen.key } });
  },
});

const newCommunity = createRoute({
  getParentRoute: () => app,
  path: '/communities/new',
  validateSearch: z.object({ step: z.enum(WIZARD_STEPS).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/communities/new-community-page.tsx'), 'NewCommunityPage'),
});

const tokens = createRoute({
  getParentRoute: () => app,
  path: '/settings/tokens',
  component: lazyRouteComponent(() => import('./pages/settings/tokens-page.tsx'), 'TokensPage'),
});

const team = createRoute({
  getParentRoute: () => app,
  path: '/settings/team',
  component: lazyRouteComponent(() => import('./pages/team/team-page.tsx'), 'TeamPage'),
});

const account = createRoute({
  getParentRoute: () => app,
  path: '/settings/account',
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
});

const audit = createRoute({
  getParentRoute: () => app,
  path: '/settings/audit',
  validateSearch: auditSearchSchema,
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
});

const community = createRoute({
  getParentRoute: () => app,
  path: '/c/$community',
  beforeLoad: async ({ params }) => {
    const known = await queryClient.ensureQueryData(communitiesQuery);
    if (!known.some(({ key, id }) => key === params.community || id === params.community)) throw notFound();
  },
  component: CommunityFrame,
});

const overview = createRoute({
  getParentRoute: () => community,
  path: '/',
  validateSearch: overviewSearchSchema,
  loaderDeps: ({ search: { asOf } }) => ({ asOf }),
  // The report travels while the page's own code does.
  loader: ({ params, deps: { asOf } }) => {
    const known = queryClient.getQueryData(communitiesQuery.queryKey);
    const found = known?.find(({ key, id }) => key === params.community || id === params.community);
    if (found) void queryClient.prefetchQuery(overviewQuery(found.id, asOf));
  },
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
});

const members = createRoute({
  getParentRoute: () => community,
  path: '/members',
  validateSearch: memberSearchSchema,
  component: lazyRouteComponent(() => import('./pages/members/members-page.tsx'), 'MembersPage'),
});

const network = createRoute({
  getParentRoute: () => community,
  path: '/network',
  validateSearch: networkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/network/network-page.tsx'), 'NetworkPage'),
});

const analyses = createRoute({
  getParentRoute: () => community,
  path: '/analyses',
  component: lazyRouteComponent(() => import('./pages/analyses/gallery-page.tsx'), 'GalleryPage'),
});

const analysis = createRoute({
  getParentRoute: () => community,
  path: '/analyses/$kind',
  validateSearch: analysisSearchSchema,
  component: lazyRouteComponent(() => import('./pages/analyses/analysis-page.tsx'), 'AnalysisPage'),
});

const dashboard = createRoute({
  getParentRoute: () => community,
  path: '/dashboards/$dashboard',
  validateSearch: dashboardSearchSchema,
  component: lazyRouteComponent(() => import('./pages/dashboards/dashboard-page.tsx'), 'DashboardPage'),
});

const introductions = createRoute({
  getParentRoute: () => community,
  path: '/introductions',
  validateSearch: introductionsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/introductions/introductions-page.tsx'), 'IntroductionsPage'),
});

const member = createRoute({
  getParentRoute: () => community,
  path: '/members/$member',
  component: lazyRouteComponent(() => import('./pages/member/member-page.tsx'), 'MemberPage'),
});

const segments = createRoute({
  getParentRoute: () => community,
  path: '/segments',
  validateSearch: segmentsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/segments/segments-page.tsx'), 'SegmentsPage'),
});

const newSegment = createRoute({
  getParentRoute: () => community,
  path: '/segments/new',
  validateSearch: newSegmentSearchSchema,
  component: lazyRouteComponent(() => import('./pages/segments/builder/builder-page.tsx'), 'NewSegmentPage'),
});

const segmentOverlap = createRoute({
  getParentRoute: () => community,
  path: '/segments/overlap',
  validateSearch: overlapSearchSchema,
  component: lazyRouteComponent(() => import('./pages/segments/overlap-page.tsx'), 'OverlapPage'),
});

const segmentCompare = createRoute({
  getParentRoute: () => community,
  path: '/segments/compare',
  validateSearch: compareSearchSchema,
  component: lazyRouteComponent(() => import('./pages/segments/compare-page.tsx'), 'ComparePage'),
});

const segment = createRoute({
  getParentRoute: () => community,
  path: '/segments/$segment',
  validateSearch: segmentSearchSchema,
  component: lazyRouteComponent(() => import('./pages/segments/segment-page.tsx'), 'SegmentPage'),
});

const editSegment = createRoute({
  getParentRoute: () => community,
  path: '/segments/$segment/edit',
  component: lazyRouteComponent(() => import('./pages/segments/builder/builder-page.tsx'), 'EditSegmentPage'),
});

const tierSchemes = createRoute({
  getParentRoute: () => community,
  path: '/tier-schemes',
  component: lazyRouteComponent(() => import('./pages/segments/schemes-page.tsx'), 'SchemesPage'),
});

const merges = createRoute({
  getParentRoute: () => community,
  path: '/merges',
  component: lazyRouteComponent(() => import('./pages/matching/suggestions-page.tsx'), 'SuggestionsPage'),
});

const attributes = createRoute({
  getParentRoute: () => community,
  path: '/attributes',
  component: lazyRouteComponent(() => import('./pages/attributes/attributes-page.tsx'), 'AttributesPage'),
});

const reports = createRoute({
  getParentRoute: () => community,
  path: '/reports',
  validateSearch: z.object({ kind: z.enum(['week', 'month']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/reports/reports-page.tsx'), 'ReportsPage'),
});

const report = createRoute({
  getParentRoute: () => community,
  path: '/reports/$report',
  component: lazyRouteComponent(() => import('./pages/reports/report-page.tsx'), 'ReportPage'),
});

const plays = createRoute({
  getParentRoute: () => community,
  path: '/plays',
  validateSearch: playsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/plays/plays-page.tsx'), 'PlaysPage'),
});

const objectives = createRoute({
  getParentRoute: () => community,
  path: '/goals',
  validateSearch: objectivesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/goals/objectives-page.tsx'), 'ObjectivesPage'),
});

const budget = createRoute({
  getParentRoute: () => community,
  path: '/goals/budget',
  validateSearch: budgetSearchSchema,
  component: lazyRouteComponent(() => import('./pages/goals/budget-page.tsx'), 'BudgetPage'),
});

const resources = createRoute({
  getParentRoute: () => community,
  path: '/goals/resources',
  validateSearch: resourcesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/goals/resources-page.tsx'), 'ResourcesPage'),
});

const examBank = createRoute({
  getParentRoute: () => community,
  path: '/exams',
  validateSearch: bankSearchSchema,
  component: lazyRouteComponent(() => import('./pages/exams/bank-page.tsx'), 'BankPage'),
});

const examPapers = createRoute({
  getParentRoute: () => community,
  path: '/exams/papers',
  component: lazyRouteComponent(() => import('./pages/exams/papers-page.tsx'), 'PapersPage'),
});

const examAttempts = createRoute({
  getParentRoute: () => community,
  path: '/exams/attempts',
  validateSearch: attemptsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/exams/attempts-page.tsx'), 'AttemptsPage'),
});

const entryExam = createRoute({
  getParentRoute: () => community,
  path: '/exams/entry',
  validateSearch: entrySearchSchema,
  component: lazyRouteComponent(() => import('./pages/exams/entry-page.tsx'), 'EntryPage'),
});

const connections = createRoute({
  getParentRoute: () => community,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/connections/connections-page.tsx'), 'ConnectionsPage'),
});

const newConnection = createRoute({
  getParentRoute: () => community,
  path: '/connections/new',
  validateSearch: newConnectionSearchSchema,
  component: lazyRouteComponent(() => import('./pages/connections/new-connection-page.tsx'), 'NewConnectionPage'),
});

const connection = createRoute({
  getParentRoute: () => community,
  path: '/connections/$connection',
  validateSearch: connectionSearchSchema,
  component: lazyRouteComponent(() => import('./pages/connections/connection-page.tsx'), 'ConnectionPage'),
});

const deliveries = createRoute({
  getParentRoute: () => community,
  path: '/deliveries',
  validateSearch: deliveriesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/deliveries/deliveries-page.tsx'), 'DeliveriesPage'),
});

const composeMessage = createRoute({
  getParentRoute: () => community,
  path: '/deliveries/new',
  validateSearch: composeSearchSchema,
  component: lazyRouteComponent(() => import('./pages/deliveries/compose-page.tsx'), 'ComposePage'),
});

const templates = createRoute({
  getParentRoute: () => community,
  path: '/templates',
  validateSearch: templatesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/templates/templates-page.tsx'), 'TemplatesPage'),
});

const reactions = createRoute({
  getParentRoute: () => community,
  path: '/reactions',
  component: lazyRouteComponent(() => import('./pages/reactions/reactions-page.tsx'), 'ReactionsPage'),
});

const rules = createRoute({
  getParentRoute: () => community,
  path: '/rules',
  validateSearch: rulesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/credit/rules-page.tsx'), 'RulesPage'),
});

const creditRecords = createRoute({
  getParentRoute: () => community,
  path: '/credit',
  validateSearch: recordsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/credit/records-page.tsx'), 'RecordsPage'),
});

const violations = createRoute({
  getParentRoute: () => community,
  path: '/credit/violations',
  validateSearch: violationsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/credit/violations-page.tsx'), 'ViolationsPage'),
});

const appeals = createRoute({
  getParentRoute: () => community,
  path: '/credit/appeals',
  validateSearch: appealsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/credit/appeals-page.tsx'), 'AppealsPage'),
});

const creditTasks = createRoute({
  getParentRoute: () => community,
  path: '/credit/tasks',
  validateSearch: tasksSearchSchema,
  component: lazyRouteComponent(() => import('./pages/credit/tasks-page.tsx'), 'TasksPage'),
});

const points = createRoute({
  getParentRoute: () => community,
  path: '/points',
  validateSearch: pointsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/points/figures-page.tsx'), 'PointsPage'),
});

const pointsLedger = createRoute({
  getParentRoute: () => community,
  path: '/points/ledger',
  validateSearch: ledgerSearchSchema,
  component: lazyRouteComponent(() => import('./pages/points/ledger-page.tsx'), 'LedgerPage'),
});

const pointsRules = createRoute({
  getParentRoute: () => community,
  path: '/points/rules',
  component: lazyRouteComponent(() => import('./pages/points/rules-page.tsx'), 'PointRulesPage'),
});

const pointsFindings = createRoute({
  getParentRoute: () => community,
  path: '/points/findings',
  component: lazyRouteComponent(() => import('./pages/points/findings-page.tsx'), 'FindingsPage'),
});

const pointsSettings = createRoute({
  getParentRoute: () => community,
  path: '/points/settings',
  component: lazyRouteComponent(() => import('./pages/points/settings-page.tsx'), 'PointSettingsPage'),
});

const levels = createRoute({
  getParentRoute: () => community,
  path: '/levels',
  component: lazyRouteComponent(() => import('./pages/levels/levels-page.tsx'), 'LevelsPage'),
});

const levelHolders = createRoute({
  getParentRoute: () => community,
  path: '/levels/members',
  validateSearch: levelHoldersSearchSchema,
  component: lazyRouteComponent(() => import('./pages/levels/holders-page.tsx'), 'LevelHoldersPage'),
});

const benefits = createRoute({
  getParentRoute: () => community,
  path: '/levels/benefits',
  component: lazyRouteComponent(() => import('./pages/levels/benefits-page.tsx'), 'BenefitsPage'),
});

const badges = createRoute({
  getParentRoute: () => community,
  path: '/levels/badges',
  component: lazyRouteComponent(() => import('./pages/levels/badges-page.tsx'), 'BadgesPage'),
});

const leaderboards = createRoute({
  getParentRoute: () => community,
  path: '/levels/leaderboards',
  validateSearch: leaderboardsSearchSchema,
  component: lazyRouteComponent(() => import('./pages/levels/leaderboards-page.tsx'), 'LeaderboardsPage'),
});

const rewards = createRoute({
  getParentRoute: () => community,
  path: '/rewards',
  validateSearch: shopSearchSchema,
  component: lazyRouteComponent(() => import('./pages/rewards/shop-page.tsx'), 'ShopPage'),
});

const rewardOrders = createRoute({
  getParentRoute: () => community,
  path: '/rewards/orders',
  validateSearch: ordersSearchSchema,
  component: lazyRouteComponent(() => import('./pages/rewards/orders-page.tsx'), 'OrdersPage'),
});

const rewardFigures = createRoute({
  getParentRoute: () => community,
  path: '/rewards/figures',
  validateSearch: figuresSearchSchema,
  component: lazyRouteComponent(() => import('./pages/rewards/figures-page.tsx'), 'FiguresPage'),
});

const relays = createRoute({
  getParentRoute: () => community,
  path: '/relays',
  component: lazyRouteComponent(() => import('./pages/relays/relays-page.tsx'), 'RelaysPage'),
});

const relay = createRoute({
  getParentRoute: () => community,
  path: '/relays/$relay',
  component: lazyRouteComponent(() => import('./pages/relays/relay-page.tsx'), 'RelayPage'),
});

const imports = createRoute({
  getParentRoute: () => community,
  path: '/imports',
  component: lazyRouteComponent(() => import('./pages/imports/imports-page.tsx'), 'ImportsPage'),
});

const importDetail = createRoute({
  getParentRoute: () => community,
  path: '/imports/$import',
  component: lazyRouteComponent(() => import('./pages/imports/import-page.tsx'), 'ImportPage'),
});

const refused = createRoute({
  getParentRoute: () => community,
  path: '/refused',
  component: lazyRouteComponent(() => import('./pages/imports/refused-page.tsx'), 'RefusedPage'),
});

const groups = createRoute({
  getParentRoute: () => community,
  path: '/groups',
  validateSearch: z.object({ archived: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/groups/groups-page.tsx'), 'GroupsPage'),
});

const tracking = createRoute({
  getParentRoute: () => community,
  path: '/tracking',
  component: lazyRouteComponent(() => import('./pages/tracking/tracking-page.tsx'), 'TrackingPage'),
});

const blankSheet = createRoute({
  getParentRoute: () => community,
  path: '/groups/$group/sign-in-sheet',
  component: lazyRouteComponent(() => import('./pages/groups/blank-sheet-page.tsx'), 'BlankSheetPage'),
});

const sheetSearch = z.object({ group: z.string().optional().catch(undefined) });

const dropSheet = createRoute({
  getParentRoute: () => community,
  path: '/sign-in-sheets',
  validateSearch: sheetSearch,
  component: lazyRouteComponent(() => import('./pages/groups/drop-sheet-page.tsx'), 'DropSheetPage'),
});

const reviewSheet = createRoute({
  getParentRoute: () => community,
  path: '/sign-in-sheets/$import',
  validateSearch: sheetSearch,
  component: lazyRouteComponent(() => import('./pages/groups/review-sheet-page.tsx'), 'ReviewSheetPage'),
});

const communitySettings = createRoute({
  getParentRoute: () => community,
  path: '/settings',
  component: lazyRouteComponent(
    () => import('./pages/community-settings/community-settings-page.tsx'),
    'CommunitySettingsPage',
  ),
});

/** Every page of the console and its address. */
export const router = createRouter({
  routeTree: root.addChildren([
    signin,
    setup,
    forgot,
    reset,
    invitation,
    secondFactor,
    app.addChildren([
      home,
      newCommunity,
      tokens,
      team,
      account,
      audit,
      community.addChildren([
        overview,
        members,
        member,
        analyses,
        analysis,
        dashboard,
        network,
        connections,
        newConnection,
        connection,
        deliveries,
        composeMessage,
        templates,
        reactions,
        rules,
        creditRecords,
        violations,
        appeals,
        creditTasks,
        points,
        pointsLedger,
        pointsRules,
        pointsFindings,
        pointsSettings,
        levels,
        levelHolders,
        benefits,
        badges,
        leaderboards,
        rewards,
        rewardOrders,
        rewardFigures,
        relays,
        relay,
        introductions,
        segments,
        newSegment,
        segmentOverlap,
        segmentCompare,
        segment,
        editSegment,
        tierSchemes,
        merges,
        attributes,
        plays,
        objectives,
        budget,
        resources,
        examBank,
        examPapers,
        examAttempts,
        entryExam,
        reports,
        report,
        imports,
        importDetail,
        refused,
        groups,
        blankSheet,
        dropSheet,
        reviewSheet,
        communitySettings,
        tracking,
      ]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
