import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { OFFLINE } from '../../../../../src/modules/communities/contract.ts';
import { PLATFORMS } from '../groups/platforms.ts';
import type { DraftHandle } from './use-draft.ts';

/** The groups that the template suggests: which are wanted, and where. */
export function GroupsStep({ handle }: { handle: DraftHandle }) {
  const { t } = useTranslation();
  const { draft, want } = handle;
  if (draft.suggested.length === 0) return <p className="q-soft">{t('setUp.wizard.noGroups')}</p>;
  return (
    <ul className="q-suggested">
      {draft.suggested.map(({ name, purpose, about, offline }) => {
        const platform = draft.wanted[name];
        return (
          <li key={name}>
            <Checkbox
              checked={platform !== undefined}
              onChange={(event) => want(name, event.target.checked ? (offline ? OFFLINE : 'wechat') : undefined)}
            >
              <strong>{name}</strong>
              <span className="q-word">{t(`groups.purposes.${purpose}`)}</span>
              <span className="q-suggested-about">{about}</span>
            </Checkbox>
            {offline ? (
              <span className="q-faint">{t('platform.offline')}</span>
            ) : (
              <Select
                aria-label={t('setUp.wizard.groupPlatform', { name })}
                disabled={platform === undefined}
                value={platform ?? 'wechat'}
                options={PLATFORMS.map((value) => ({ value, label: t(`platform.${value}`) }))}
                onChange={(value: string) => want(name, value)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
