import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityProfile } from '../../../../../src/modules/communities/profile.contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { type CommunityDetail, profileQuery, updateCommunity } from '../../api/communities.ts';
import { ApiError } from '../../api/problem.ts';
import { communitiesQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { tidied } from './profile-fields.tsx';

export type Draft = Pick<CommunityDetail, 'name' | 'type' | 'positioning' | 'profile'>;
export type SectionFields = (props: {
  draft: Draft;
  disabled: boolean;
  set: (change: Partial<Omit<Draft, 'profile'>>) => void;
  setProfile: (change: Partial<CommunityProfile>) => void;
}) => ReactNode;

/**
 * One part of the settings with a save button of its own. What was typed is sent as it differs from what was read; when
 * somebody else changed the community meanwhile, nothing is overwritten and what was typed stays.
 */
export function SettingsSection(props: {
  id: string;
  community: CommunityDetail;
  disabled: boolean;
  aside?: ReactNode;
  children: SectionFields;
}) {
  const { id, community, disabled, aside, children } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [change, setChange] = useState<Partial<Omit<Draft, 'profile'>>>({});
  const [profileChange, setProfileChange] = useState<Partial<CommunityProfile>>({});
  const dirty = Object.keys(change).length + Object.keys(profileChange).length > 0;
  const forget = () => {
    setChange({});
    setProfileChange({});
  };
  const save = useMutation({
    mutationFn: () => {
      const profile = tidied({ ...community.profile, ...profileChange });
      const sent = Object.fromEntries(
        Object.keys(profileChange).map((key) => [key, profile[key as keyof CommunityProfile]]),
      );
      return updateCommunity(community.id, { version: community.version, ...change, profile: sent });
    },
    onSuccess: async (changed) => {
      client.setQueryData(profileQuery(community.id).queryKey, changed);
      forget();
      void message.success(t('setUp.saved'));
      await client.invalidateQueries(communitiesQuery);
    },
  });
  const meanwhile = save.error instanceof ApiError && save.error.code === 'community_changed';
  const nameless = change.name !== undefined && change.name.trim() === '';
  return (
    <section className="q-panel q-settings-section" id={id} aria-labelledby={`${id}-title`}>
      <div className="q-settings-head">
        <h2 id={`${id}-title`}>{t(`setUp.section.${id}.title`)}</h2>
        <p className="q-faint">{t(`setUp.section.${id}.lead`)}</p>
        {aside}
      </div>
      <form
        className="q-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (dirty && !nameless) save.mutate();
        }}
      >
        {meanwhile ? (
          <Notice title={t('setUp.changedMeanwhile')}>
            {t('setUp.changedMeanwhileDetail')}{' '}
            <Button
              size="small"
              onClick={() => {
                save.reset();
                forget();
                void client.invalidateQueries(profileQuery(community.id));
              }}
            >
              {t('setUp.reload')}
            </Button>
          </Notice>
        ) : (
          <ErrorNotice error={save.error} />
        )}
        {children({
          draft: { ...community, ...change, profile: { ...community.profile, ...profileChange } },
          disabled,
          set: (next) => setChange({ ...change, ...next }),
          setProfile: (next) => setProfileChange({ ...profileChange, ...next }),
        })}
        {disabled ? null : (
          <div className="q-form-actions">
            <Button type="primary" htmlType="submit" disabled={!dirty || nameless} loading={save.isPending}>
              {t('form.save')}
            </Button>
            {dirty ? <Button onClick={forget}>{t('form.cancel')}</Button> : null}
          </div>
        )}
      </form>
    </section>
  );
}
