import { useQuery } from '@tanstack/react-query';
import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { COMMUNITY_TYPES, type Community } from '../../../../../src/modules/communities/contract.ts';
import { missingParts, type SetUpPart } from '../../../../../src/modules/communities/profile.contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { type CommunityDetail, profileQuery } from '../../api/communities.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { RetentionSection } from '../deletions/retention-section.tsx';
import { ImageField } from './image-field.tsx';
import {
  AudienceFields,
  CategoryFields,
  CultureFields,
  ModeFields,
  type PartProps,
  RulesField,
  SongFields,
} from './profile-fields.tsx';
import { PostedRitualFields } from './ritual-post.tsx';
import { SettingsSection } from './settings-section.tsx';
import { TextField } from './text-field.tsx';
import { ZoneField } from './zone-field.tsx';
import './community-settings.css';

/** Which section holds a part of the set-up. */
const SECTION_OF: Record<SetUpPart, string> = {
  positioning: 'basics',
  targetMembers: 'basics',
  valueSystem: 'basics',
  culture: 'culture',
  images: 'images',
  rituals: 'rituals',
  operatingMode: 'running',
  contentCategories: 'categories',
  rules: 'rules',
};

const PARTS: readonly { id: string; Fields: (props: PartProps) => React.ReactNode }[] = [
  { id: 'rituals', Fields: PostedRitualFields },
  { id: 'running', Fields: ModeFields },
  { id: 'categories', Fields: CategoryFields },
  { id: 'rules', Fields: RulesField },
];

/** What the community is, its culture and how it is run; each part is saved by itself. */
export function CommunitySettingsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(profileQuery(community.id));
  usePageTitle(t('setUp.nav'), community.name);
  return (
    <div className="q-settings">
      <div className="q-page-head">
        <div>
          <h1>{t('setUp.nav')}</h1>
          <p>{t('setUp.lead')}</p>
        </div>
      </div>
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : data ? (
        <Sections key={data.id} community={data} />
      ) : (
        <div className="q-panel">
          <Skeleton rows={8} height={26} />
        </div>
      )}
    </div>
  );
}

function Sections({ community }: { community: CommunityDetail }) {
  const { t } = useTranslation();
  const disabled = !useRight('communities.manage');
  const section = { community, disabled };
  return (
    <>
      {disabled ? <Notice kind="info" title={t('setUp.readOnly')} /> : <Progress community={community} />}
      <Basics {...section} />
      <section className="q-panel q-settings-section" id="images" aria-labelledby="images-title">
        <div className="q-settings-head">
          <h2 id="images-title">{t('setUp.section.images.title')}</h2>
          <p className="q-faint">{t('setUp.section.images.lead')}</p>
        </div>
        <div className="q-form">
          <ImageField {...section} image="logo" />
          <ImageField {...section} image="avatar" />
          <p className="q-faint q-small">{t('setUp.imageHint')}</p>
        </div>
      </section>
      <SettingsSection {...section} id="culture">
        {({ draft, setProfile }) => (
          <>
            <CultureFields profile={draft.profile} disabled={disabled} onChange={setProfile} />
            <h3>{t('setUp.song')}</h3>
            <SongFields profile={draft.profile} disabled={disabled} onChange={setProfile} />
          </>
        )}
      </SettingsSection>
      {PARTS.map(({ id, Fields }) => (
        <SettingsSection key={id} {...section} id={id}>
          {({ draft, setProfile }) => <Fields profile={draft.profile} disabled={disabled} onChange={setProfile} />}
        </SettingsSection>
      ))}
      <RetentionSection {...section} />
    </>
  );
}

function Progress({ community }: { community: CommunityDetail }) {
  const { t } = useTranslation();
  const missing = missingParts(community);
  if (missing.length === 0) return null;
  return (
    <p className="q-set-up-missing">
      {t('setUp.missing')}
      {missing.map((part) => (
        <a key={part} href={`#${SECTION_OF[part]}`} className="q-word">
          {t(`setUp.part.${part}`)}
        </a>
      ))}
    </p>
  );
}

function Basics({ community, disabled }: { community: CommunityDetail; disabled: boolean }) {
  const { t } = useTranslation();
  return (
    <SettingsSection id="basics" community={community} disabled={disabled} aside={<Fixed community={community} />}>
      {({ draft, set, setProfile }) => (
        <>
          <TextField
            name="name"
            label={t('setUp.name')}
            error={draft.name.trim() === '' ? t('setUp.nameFault') : undefined}
            most={120}
            disabled={disabled}
            value={draft.name}
            onChange={(name) => set({ name })}
          />
          <fieldset className="q-choices">
            <legend>{t('setUp.type')}</legend>
            <Radio.Group
              value={draft.type}
              disabled={disabled}
              onChange={(event) => set({ type: event.target.value as Community['type'] })}
            >
              {COMMUNITY_TYPES.map((type) => (
                <Radio key={type} value={type}>
                  {t(`community.create.typeHint.${type}`)}
                </Radio>
              ))}
            </Radio.Group>
          </fieldset>
          <TextField
            name="positioning"
            label={t('setUp.positioning')}
            hint={t('setUp.positioningHint')}
            rows={2}
            most={2000}
            disabled={disabled}
            value={draft.positioning}
            onChange={(positioning) => set({ positioning })}
          />
          <AudienceFields profile={draft.profile} disabled={disabled} onChange={setProfile} />
        </>
      )}
    </SettingsSection>
  );
}

/** The zone of the days, and what is fixed at the beginning. */
function Fixed({ community }: { community: CommunityDetail }) {
  const { t } = useTranslation();
  return (
    <dl className="q-fixed">
      <ZoneField />
      <div>
        <dt>{t('setUp.key')}</dt>
        <dd>
          <code>{community.key}</code>
        </dd>
        <dd className="q-faint q-small">{t('setUp.keyHint')}</dd>
      </div>
    </dl>
  );
}
