import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrandBody } from '../../../../../../src/modules/analyses/mentions.contract.ts';
import { requestKey } from '../../../../../ui/request-key.ts';
import { brandsQuery, saveBrands } from '../../../api/analyses.ts';
import { ErrorNotice } from '../../../shell/error-notice.tsx';
import { useCommunity } from '../../../shell/use-community.ts';
import { useRight } from '../../../shell/use-right.ts';
import { useBrands } from './use-brands.ts';

type Draft = BrandBody & { key: string };

const draftOf = (brand: BrandBody): Draft => ({ ...brand, key: brand.id ?? requestKey() });

/** The watch words: each brand's names, its rivals', and longer words that mean something else. */
export function BrandEditor() {
  const { t } = useTranslation();
  const brands = useBrands();
  const mayEdit = useRight('analyses.manage');
  const [drafts, setDrafts] = useState<Draft[]>();
  if (!mayEdit) return null;
  const begin = () =>
    setDrafts(brands.length > 0 ? brands.map(draftOf) : [draftOf({ name: '', own: true, words: [], except: [] })]);
  return (
    <>
      <Button size="small" icon={<EditOutlined />} onClick={begin} data-test="brands">
        {t('mentions.edit')}
      </Button>
      {drafts ? <Editor drafts={drafts} change={setDrafts} close={() => setDrafts(undefined)} /> : null}
    </>
  );
}

function Editor(props: { drafts: Draft[]; change: (drafts: Draft[]) => void; close: () => void }) {
  const { drafts, change, close } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      saveBrands(
        community.id,
        drafts.map(({ id, name, own, words, except }) => ({ id, name, own, words, except })),
      ),
    onSuccess: async (saved) => {
      client.setQueryData(brandsQuery(community.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['analyses', community.id] });
      close();
    },
  });
  const ready = drafts.every(({ name, words }) => name.trim() !== '' && words.length > 0);
  const set = (key: string, next: Partial<BrandBody>) =>
    change(drafts.map((draft) => (draft.key === key ? { ...draft, ...next } : draft)));
  return (
    <Drawer
      open
      onClose={close}
      size={460}
      title={t('mentions.edit')}
      footer={
        <div className="q-form-actions">
          <Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>
            {t('mentions.save')}
          </Button>
          <Button onClick={close}>{t('form.cancel')}</Button>
        </div>
      }
    >
      <div className="q-form">
        <p className="q-soft">{t('mentions.editLead')}</p>
        {save.error ? <ErrorNotice error={save.error} /> : null}
        {drafts.map((draft) => (
          <BrandFields
            key={draft.key}
            draft={draft}
            set={(next) => set(draft.key, next)}
            remove={() => change(drafts.filter(({ key }) => key !== draft.key))}
          />
        ))}
        <Button
          icon={<PlusOutlined />}
          onClick={() => change([...drafts, draftOf({ name: '', own: drafts.length === 0, words: [], except: [] })])}
        >
          {t('mentions.addBrand')}
        </Button>
      </div>
    </Drawer>
  );
}

function BrandFields({
  draft,
  set,
  remove,
}: {
  draft: Draft;
  set: (next: Partial<BrandBody>) => void;
  remove: () => void;
}) {
  const { t } = useTranslation();
  const words = (key: 'words' | 'except') => (
    <label className="q-field">
      <span>{t(`mentions.field.${key}`)}</span>
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        aria-label={t(`mentions.field.${key}`)}
        placeholder={t(`mentions.placeholder.${key}`)}
        tokenSeparators={[',', '，', '、', ';', '；']}
        value={draft[key]}
        onChange={(value: string[]) => set({ [key]: value.map((word) => word.trim()).filter(Boolean) })}
      />
    </label>
  );
  return (
    <fieldset className="q-brand-fields">
      <legend className="q-hidden">{draft.name || t('mentions.newBrand')}</legend>
      <div className="q-control-row">
        <Input
          aria-label={t('mentions.field.name')}
          placeholder={t('mentions.field.name')}
          maxLength={60}
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
          onBlur={() => draft.words.length === 0 && draft.name.trim() && set({ words: [draft.name.trim()] })}
        />
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={`${t('mentions.removeBrand')}: ${draft.name}`}
          title={t('mentions.removeBrand')}
          onClick={remove}
        />
      </div>
      <Checkbox checked={draft.own} onChange={(event) => set({ own: event.target.checked })}>
        {t('mentions.field.own')}
      </Checkbox>
      {words('words')}
      {words('except')}
    </fieldset>
  );
}
