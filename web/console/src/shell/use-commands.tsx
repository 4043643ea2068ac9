import {
  AimOutlined,
  ApiOutlined,
  AuditOutlined,
  BulbOutlined,
  ClusterOutlined,
  CommentOutlined,
  DeploymentUnitOutlined,
  FilterOutlined,
  FormOutlined,
  FundProjectionScreenOutlined,
  GiftOutlined,
  GlobalOutlined,
  ImportOutlined,
  LineChartOutlined,
  PlusOutlined,
  PrinterOutlined,
  NotificationOutlined,
  SearchOutlined,
  SendOutlined,
  SettingOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UserOutlined,
  UsergroupAddOutlined,
  BookOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../src/modules/communities/contract.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { chooseTheme, useThemeName } from '../../../ui/theme-name.ts';
import { communitiesQuery, meQuery } from '../api/session.ts';
import { chooseLanguage } from '../i18n/index.ts';

/** One line of the palette; `words` are further names it is found by. */
export interface Command {
  id: string;
  label: string;
  icon: ReactNode;
  run: () => void;
  words?: string;
  extra?: string;
}

/** The pages and actions that the palette offers here; running one closes it. */
export function useCommands(community: Community | undefined, onClose: () => void) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const theme = useThemeName();
  const { data: all = [] } = useQuery(communitiesQuery);
  const { data: me } = useQuery(meQuery);
  const then = (act: () => unknown) => () => {
    onClose();
    void act();
  };
  const params = { community: community?.key ?? '' };
  const page = (id: string, icon: ReactNode, words: string, open: () => unknown): Command => ({
    id,
    icon,
    words,
    label: t(`nav.${id}`),
    run: then(open),
  });
  const pages: Command[] = [
    ...(community
      ? [
          page('overview', <LineChartOutlined />, 'overview gailan 概览', () =>
            navigate({ to: '/c/$community', params }),
          ),
          page('members', <TeamOutlined />, 'members chengyuan 成员', () =>
            navigate({ to: '/c/$community/members', params }),
          ),
          page('analyses', <FundProjectionScreenOutlined />, 'analyses fenxi dashboard kanban 分析 看板', () =>
            navigate({ to: '/c/$community/analyses', params }),
          ),
          {
            ...page('segments', <FilterOutlined />, 'segments fenqun 分群', () =>
              navigate({ to: '/c/$community/segments', params }),
            ),
            label: t('segments.title'),
          },
          page('network', <DeploymentUnitOutlined />, 'network guanxi 关系网', () =>
            navigate({ to: '/c/$community/network', params }),
          ),
          ...(me?.rights.includes('goals.read')
            ? [
                {
                  ...page('goals', <AimOutlined />, 'goals objectives mubiao 目标', () =>
                    navigate({ to: '/c/$community/goals', params }),
                  ),
                  label: t('goals.title'),
                },
                {
                  ...page('budget', <AimOutlined />, 'budget money yusuan 预算 花费', () =>
                    navigate({ to: '/c/$community/goals/budget', params }),
                  ),
                  label: t('goals.tabs.budget'),
                },
                {
                  ...page('resources', <AimOutlined />, 'resources bookings ziyuan 资源 预订 场地 讲者', () =>
                    navigate({ to: '/c/$community/goals/resources', params }),
                  ),
                  label: t('goals.tabs.resources'),
                },
              ]
            : []),
          {
            ...page('reactions', <ThunderboltOutlined />, 'reactions kuaisu fanying 快速反应 自动回复 关键词', () =>
              navigate({ to: '/c/$community/reactions', params }),
            ),
            label: t('reactions.title'),
          },
          {
            ...page('rules', <BookOutlined />, 'rules qungui 群规', () =>
              navigate({ to: '/c/$community/rules', params }),
            ),
            label: t('credit.rules.title'),
          },
          {
            ...page('credit', <SafetyCertificateOutlined />, 'credit violations xinyong 信用分 违规', () =>
              navigate({ to: '/c/$community/credit', params }),
            ),
            label: t('credit.title'),
          },
          {
            ...page('appeals', <SafetyCertificateOutlined />, 'appeals shensu 申诉', () =>
              navigate({ to: '/c/$community/credit/appeals', params }),
            ),
            label: t('credit.tabs.appeals'),
          },
          {
            ...page('exams', <FormOutlined />, 'exams questions bank kaoshi tiku 考试 题库', () =>
              navigate({ to: '/c/$community/exams', params }),
            ),
            label: t('exams.title'),
          },
          {
            ...page('entry-exam', <FormOutlined />, 'entry exam newcomers ruqun 入群考试 新人', () =>
              navigate({ to: '/c/$community/exams/entry', params }),
            ),
            label: t('exams.tabs.entry'),
          },
          {
            ...page('rewards', <GiftOutlined />, 'rewards shop jiangli 奖励 奖品 积分商城 兑换', () =>
              navigate({ to: '/c/$community/rewards', params }),
            ),
            label: t('rewards.title'),
          },
          {
            ...page('reward-orders', <GiftOutlined />, 'orders dingdan 兑换订单 发货', () =>
              navigate({ to: '/c/$community/rewards/orders', params }),
            ),
            label: t('rewards.tabs.orders'),
          },
          {
            ...page('relays', <NotificationOutlined />, 'relay zhuanbo 多群转播 直播', () =>
              navigate({ to: '/c/$community/relays', params }),
            ),
            label: t('relays.title'),
          },
          ...(me?.rights.includes('connections.manage')
            ? [
                {
                  ...page('connections', <ClusterOutlined />, 'connectors jieru lianjieqi 连接器 接入 平台', () =>
                    navigate({ to: '/c/$community/connections', params }),
                  ),
                  label: t('connections.title'),
                },
              ]
            : []),
          {
            ...page('deliveries', <SendOutlined />, 'deliveries outbox toudi 投递 发送 免打扰 额度', () =>
              navigate({ to: '/c/$community/deliveries', params }),
            ),
            label: t('deliveries.title'),
          },
          {
            ...page('templates', <SendOutlined />, 'templates moban 消息模板', () =>
              navigate({ to: '/c/$community/templates', params }),
            ),
            label: t('templates.title'),
          },
          ...(me?.rights.includes('deliveries.manage')
            ? [
                {
                  ...page('compose', <SendOutlined />, 'write send message xiexiaoxi qunfa 写消息 群发', () =>
                    navigate({ to: '/c/$community/deliveries/new', params }),
                  ),
                  label: t('deliveries.write'),
                },
              ]
            : []),
          page('groups', <CommentOutlined />, 'groups qun 群', () => navigate({ to: '/c/$community/groups', params })),
          page('imports', <ImportOutlined />, 'imports daoru 导入', () =>
            navigate({ to: '/c/$community/imports', params }),
          ),
        ]
      : []),
    ...(community
      ? [
          {
            ...page('settings', <SettingOutlined />, 'community settings shezhi 社群设置 文化 群规', () =>
              navigate({ to: '/c/$community/settings', params }),
            ),
            label: t('setUp.nav'),
          },
        ]
      : []),
    page('account', <UserOutlined />, 'account zhanghao password mima 密码 账号 设置', () =>
      navigate({ to: '/settings/account' }),
    ),
    ...(me?.rights.includes('team.manage')
      ? [
          page('team', <UsergroupAddOutlined />, 'team tuandui invite yaoqing 团队 邀请 设置', () =>
            navigate({ to: '/settings/team' }),
          ),
        ]
      : []),
    ...(me?.rights.includes('audit.read')
      ? [page('audit', <AuditOutlined />, 'audit jilu 操作记录 设置', () => navigate({ to: '/settings/audit' }))]
      : []),
    page('tokens', <ApiOutlined />, 'api tokens lingpai 令牌 设置', () => navigate({ to: '/settings/tokens' })),
  ];
  const other = theme === 'dark' ? 'light' : 'dark';
  const actions: Command[] = [
    {
      id: 'theme',
      icon: <BulbOutlined />,
      words: 'theme zhuti dark light 主题',
      label: t(other === 'dark' ? 'palette.toDark' : 'palette.toLight'),
      run: then(() => chooseTheme(other)),
    },
    {
      id: 'language',
      icon: <GlobalOutlined />,
      words: 'language yuyan 语言 english chinese',
      label: t('palette.toOther'),
      run: then(() => chooseLanguage(i18n.language === 'en' ? 'zh-CN' : 'en')),
    },
    {
      id: 'print',
      icon: <PrinterOutlined />,
      words: 'print dayin pdf 打印',
      label: t('help.print'),
      // After the palette is gone from the page.
      run: then(() => setTimeout(() => window.print(), 300)),
    },
    {
      id: 'new-community',
      icon: <PlusOutlined />,
      words: 'community xinjian 社群',
      label: t('community.new'),
      run: then(() => navigate({ to: '/communities/new' })),
    },
  ];
  const communities: Command[] = all
    .filter(({ id }) => id !== community?.id)
    .map(({ id, key, name }) => ({
      id: `community-${id}`,
      icon: <Avatar name={name} id={id} size={22} />,
      label: name,
      words: key,
      run: then(() => navigate({ to: '/c/$community', params: { community: key } })),
    }));
  return {
    pages,
    actions,
    communities,
    openMember: (member: string) =>
      then(() => navigate({ to: '/c/$community/members/$member', params: { ...params, member } }))(),
    searchMembers: (q: string): Command => ({
      id: 'search-members',
      icon: <SearchOutlined />,
      label: t('palette.allMembers', { q }),
      run: then(() => navigate({ to: '/c/$community/members', params, search: { q } })),
    }),
  };
}
