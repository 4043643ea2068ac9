import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CommunityProfile,
  OPERATING_MODES,
  type Ritual,
} from '../../../../../src/modules/communities/profile.contract.ts';
import { ListEditor } from './list-editor.tsx';
import { TextField } from './text-field.tsx';
import { WordsField } from './words-field.tsx';

/** A part of a community's profile, edited the same way in the wizard and in the settings. */
export type PartProps = {
  profile: CommunityProfile;
  disabled?: boolean;
  onChange: (change: Partial<CommunityProfile>) => void;
};

/** For whom, and what is held in esteem. */
export function AudienceFields({ profile, disabled, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        name="targetMembers"
        label={t('setUp.targetMembers')}
        hint={t('setUp.targetMembersHint')}
        rows={2}
        most={2000}
        disabled={disabled}
        value={profile.targetMembers}
        onChange={(targetMembers) => onChange({ targetMembers })}
      />
      <TextField
        name="valueSystem"
        label={t('setUp.valueSystem')}
        hint={t('setUp.valueSystemHint')}
        rows={3}
        most={4000}
        disabled={disabled}
        value={profile.valueSystem}
        onChange={(valueSystem) => onChange({ valueSystem })}
      />
    </>
  );
}

/** Slogan and values. */
export function CultureFields({ profile, disabled, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        name="slogan"
        label={t('setUp.slogan')}
        hint={t('setUp.sloganHint')}
        most={120}
        disabled={disabled}
        value={profile.slogan}
        onChange={(slogan) => onChange({ slogan })}
      />
      <WordsField
        label={t('setUp.values')}
        hint={t('setUp.valuesHint')}
        most={12}
        disabled={disabled}
        value={profile.values}
        onChange={(values) => onChange({ values })}
      />
    </>
  );
}

/** The song: title, words, where to listen. */
export function SongFields({ profile, disabled, onChange }: PartProps) {
  const { t } = useTranslation();
  const { song } = profile;
  const set = (change: Partial<typeof song>) => onChange({ song: { ...song, ...change } });
  const bad = song.link !== '' && !/^https?:\/\/\S+$/i.test(song.link);
  return (
    <>
      <div className="q-pair">
        <TextField
          name="songTitle"
          label={t('setUp.songTitle')}
          most={120}
          disabled={disabled}
          value={song.title}
          onChange={(title) => set({ title })}
        />
        <TextField
          name="songLink"
          label={t('setUp.songLink')}
          hint={
            bad ? undefined : song.link ? (
              <a href={song.link} target="_blank" rel="noreferrer">
                {t('setUp.listen')}
              </a>
            ) : (
              t('setUp.songLinkHint')
            )
          }
          error={bad ? t('setUp.songLinkHint') : undefined}
          most={500}
          disabled={disabled}
          value={song.link}
          onChange={(link) => set({ link })}
        />
      </div>
      <TextField
        name="songText"
        label={t('setUp.songText')}
        rows={3}
        most={4000}
        disabled={disabled}
        value={song.text}
        onChange={(text) => set({ text })}
      />
    </>
  );
}

type RitualProps = PartProps & {
  /** What else there is to say of a ritual where the community is there already. */
  more?: (of: { ritual: Ritual; change: (ritual: Ritual) => void }) => ReactNode;
};

/** Rituals: name, when, how. */
export function RitualFields({ profile, disabled, onChange, more }: RitualProps) {
  const { t } = useTranslation();
  return (
    <ListEditor
      items={profile.rituals}
      most={30}
      empty={{ name: '', when: '', how: '' } as Ritual}
      add={t('setUp.ritual.add')}
      remove={({ name }) => t('setUp.ritual.remove', { name })}
      disabled={disabled}
      onChange={(rituals) => onChange({ rituals })}
    >
      {(ritual, change) => (
        <>
          <Input
            aria-label={t('setUp.ritual.name')}
            placeholder={t('setUp.ritual.name')}
            maxLength={80}
            disabled={disabled}
            value={ritual.name}
            onChange={(event) => change({ ...ritual, name: event.target.value })}
          />
          <Input
            aria-label={t('setUp.ritual.when')}
            placeholder={t('setUp.ritual.when')}
            maxLength={200}
            disabled={disabled}
            value={ritual.when}
            onChange={(event) => change({ ...ritual, when: event.target.value })}
          />
          <Input.TextArea
            aria-label={t('setUp.ritual.how')}
            placeholder={t('setUp.ritual.how')}
            maxLength={1000}
            autoSize={{ minRows: 1, maxRows: 6 }}
            disabled={disabled}
            value={ritual.how}
            onChange={(event) => change({ ...ritual, how: event.target.value })}
          />
          {more?.({ ritual, change })}
        </>
      )}
    </ListEditor>
  );
}

/** How content, discussion, interaction and activities go. */
export function ModeFields({ profile, disabled, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <div className="q-pair">
      {OPERATING_MODES.map((mode) => (
        <TextField
          key={mode}
          name={`mode-${mode}`}
          label={t(`setUp.mode.${mode}`)}
          rows={3}
          most={2000}
          disabled={disabled}
          value={profile.operatingMode[mode]}
          onChange={(text) => onChange({ operatingMode: { ...profile.operatingMode, [mode]: text } })}
        />
      ))}
    </div>
  );
}

/** What is posted here. */
export function CategoryFields({ profile, disabled, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <ListEditor
      items={profile.contentCategories}
      most={30}
      empty={{ name: '', about: '' }}
      add={t('setUp.category.add')}
      remove={({ name }) => t('setUp.category.remove', { name })}
      disabled={disabled}
      onChange={(contentCategories) => onChange({ contentCategories })}
    >
      {(category, change) => (
        <>
          <Input
            aria-label={t('setUp.category.name')}
            placeholder={t('setUp.category.name')}
            maxLength={60}
            disabled={disabled}
            value={category.name}
            onChange={(event) => change({ ...category, name: event.target.value })}
          />
          <Input
            aria-label={t('setUp.category.about')}
            placeholder={t('setUp.category.about')}
            maxLength={400}
            disabled={disabled}
            value={category.about}
            onChange={(event) => change({ ...category, about: event.target.value })}
          />
        </>
      )}
    </ListEditor>
  );
}

/** The rules, one a line. */
export function RulesField({ profile, disabled, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <TextField
      name="rules"
      label={t('setUp.rules')}
      hint={t('setUp.rulesHint')}
      rows={5}
      most={10_000}
      disabled={disabled}
      value={profile.rules}
      onChange={(rules) => onChange({ rules })}
    />
  );
}

/** A profile as it can be sent: rows of lists that nobody named are left out. */
export const tidied = (profile: CommunityProfile): CommunityProfile => ({
  ...profile,
  rituals: profile.rituals.filter(({ name }) => name.trim() !== ''),
  contentCategories: profile.contentCategories.filter(({ name }) => name.trim() !== ''),
});
