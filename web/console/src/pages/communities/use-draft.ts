import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type Community, type createCommunityBody, OFFLINE } from '../../../../../src/modules/communities/contract.ts';
import { type CommunityProfile, EMPTY_PROFILE } from '../../../../../src/modules/communities/profile.contract.ts';
import type { CommunityTemplate, Templates } from '../../../../../src/modules/communities/templates.contract.ts';
import { templatesQuery } from '../../api/communities.ts';
import { tidied } from '../community-settings/profile-fields.tsx';

export const DEFAULT_ZONE = 'Asia/Shanghai';

type Basics = { name: string; type: Community['type']; zone: string; withTemplate: boolean };

/** What the wizard gathers. What nobody typed comes from the template, and changes with it. */
export type Draft = Basics & {
  positioning: string;
  profile: CommunityProfile;
  suggested: CommunityTemplate['groups'];
  /** Platform of each suggested group that is wanted, by its name. */
  wanted: Readonly<Record<string, string>>;
};

export type DraftHandle = {
  draft: Draft;
  templates: Templates | undefined;
  setBasics: (change: Partial<Basics>) => void;
  setPositioning: (positioning: string) => void;
  setProfile: (change: Partial<CommunityProfile>) => void;
  want: (name: string, platform: string | undefined) => void;
  /** As it is sent. */
  body: () => z.input<typeof createCommunityBody>;
};

/** The draft of a new community over the template of its type. */
export function useDraft(): DraftHandle {
  const { i18n } = useTranslation();
  const { data: templates } = useQuery(templatesQuery(i18n.language === 'en' ? 'en' : 'zh-CN'));
  const [basics, setBasics] = useState<Basics>({ name: '', type: 'interest', zone: DEFAULT_ZONE, withTemplate: true });
  const [positioning, setPositioning] = useState<string>();
  const [profile, setProfile] = useState<Partial<CommunityProfile>>({});
  const [wanted, setWanted] = useState<Record<string, string>>({});
  const template = basics.withTemplate ? templates?.templates.find(({ type }) => type === basics.type) : undefined;
  const draft: Draft = {
    ...basics,
    positioning: positioning ?? template?.positioning ?? '',
    profile: { ...EMPTY_PROFILE, ...template?.profile, ...profile },
    suggested: template?.groups ?? [],
    wanted,
  };
  return {
    draft,
    templates,
    setBasics: (change) => setBasics({ ...basics, ...change }),
    setPositioning,
    setProfile: (change) => setProfile({ ...profile, ...change }),
    want: (name, platform) => {
      const { [name]: _, ...others } = wanted;
      setWanted(platform === undefined ? others : { ...others, [name]: platform });
    },
    body: () => ({
      name: draft.name,
      type: draft.type,
      zone: draft.zone,
      positioning: draft.positioning,
      profile: tidied(draft.profile),
      groups: draft.suggested
        .filter(({ name }) => draft.wanted[name] !== undefined)
        .map(({ name, purpose, offline }) => {
          const preset = templates?.purposes.find((one) => one.purpose === purpose);
          return {
            name,
            purpose,
            platform: offline ? OFFLINE : draft.wanted[name]!,
            answerHours: offline ? null : (preset?.answerHours ?? null),
            rules: preset?.rules ?? '',
            contentKinds: preset?.contentKinds ?? [],
          };
        }),
    }),
  };
}
