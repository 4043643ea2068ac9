import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { type CommunityDetail, fileAddress, profileQuery, setCommunityImage } from '../../api/communities.ts';
import { ApiError } from '../../api/problem.ts';
import { communitiesQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** The logo or the avatar: what is shown now, another one, none. */
export function ImageField(props: { community: CommunityDetail; image: 'logo' | 'avatar'; disabled: boolean }) {
  const { community, image, disabled } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const what = t(`setUp.${image}`);
  const set = useMutation({
    mutationFn: (file: File | null) => setCommunityImage(community.id, image, file),
    onSuccess: async (changed) => {
      client.setQueryData(profileQuery(community.id).queryKey, changed);
      await client.invalidateQueries(communitiesQuery);
    },
  });
  const current = community[image];
  return (
    <div className="q-image-field">
      <div className={`q-image q-image-${image}`}>
        {current ? <img src={fileAddress(current)} alt={what} /> : <span className="q-faint">{what}</span>}
      </div>
      <div className="q-image-words">
        <h3>{what}</h3>
        <p className="q-faint">{t(`setUp.${image}Hint`)}</p>
        {set.error instanceof ApiError && set.error.code.startsWith('image_') ? (
          <Notice title={t('setUp.imageRefused')}>{t('setUp.imageHint')}</Notice>
        ) : (
          <ErrorNotice error={set.error} />
        )}
        {disabled ? null : (
          <div className="q-form-actions">
            <input
              ref={input}
              type="file"
              hidden
              accept="image/png,image/jpeg,image/webp,image/gif"
              data-test={`file-${image}`}
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file) set.mutate(file);
                event.target.value = '';
              }}
            />
            <Button loading={set.isPending} onClick={() => input.current?.click()}>
              {t(current ? 'setUp.replace' : 'setUp.upload', { what })}
            </Button>
            {current ? (
              <Button type="text" danger disabled={set.isPending} onClick={() => set.mutate(null)}>
                {t('setUp.removeImage', { what })}
              </Button>
            ) : null}
          </div>
        )}
      </div>
    </div>
  );
}
