import {
  AppstoreAddOutlined,
  DownloadOutlined,
  FileImageOutlined,
  FileTextOutlined,
  LinkOutlined,
  SaveOutlined,
} from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { composePicture, downloadPicture, type PictureMaker } from '../../../../ui/chart/picture.ts';
import { zoneLabel } from '../../../../ui/format.ts';
import { COLOURS } from '../../../../ui/tokens.ts';
import { analysisCsv, type AnalysisKindName, type Answered, type GivenParams } from '../../api/analyses.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { viewOf } from './kind-views.ts';
import { kindWords } from './kind-words.ts';
import { PinDialog } from './pin-dialog.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { useSay } from './use-say.ts';

interface Props<K extends AnalysisKindName> {
  kind: K;
  params: GivenParams;
  saved: string | undefined;
  answered: Answered<K> | undefined;
  picture: RefObject<PictureMaker | undefined>;
}

/** What can be done with an analysis: keep it, show it on a dashboard, take it along, pass it on. */
export function AnalysisActions<K extends AnalysisKindName>(props: Props<K>) {
  const { kind, params, saved, answered } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const mayKeep = useRight('analyses.manage');
  const mayExport = useRight('members.export');
  const [open, setOpen] = useState<'save' | 'pin'>();
  const csv = useCsv(kind, params);
  const png = usePng(props);
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => void message.success(t('analysis.copied')),
      () => void message.error(t('analysis.copyFailed')),
    );
  return (
    <div className="q-analysis-actions">
      {mayKeep ? (
        <>
          {saved ? null : (
            <Button type="primary" icon={<SaveOutlined />} onClick={() => setOpen('save')} data-test="save-analysis">
              {t('analysis.save')}
            </Button>
          )}
          <Button icon={<AppstoreAddOutlined />} onClick={() => setOpen('pin')} data-test="pin-analysis">
            {t('analysis.pin')}
          </Button>
        </>
      ) : null}
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(mayExport ? [{ key: 'csv', icon: <FileTextOutlined />, label: t('analysis.csv') }] : []),
            { key: 'png', icon: <FileImageOutlined />, label: t('analysis.png') },
          ],
          onClick: ({ key }) => void (key === 'csv' ? csv.mutate() : png()),
        }}
      >
        <Button icon={<DownloadOutlined />} disabled={!answered} loading={csv.isPending} data-test="download-analysis">
          {t('analysis.download')}
        </Button>
      </Dropdown>
      <Button
        icon={<LinkOutlined />}
        onClick={() => void copy()}
        aria-label={t('analysis.copyLink')}
        title={t('analysis.copyLink')}
      />
      {open === 'save' ? <SaveDialog kind={kind} params={params} close={() => setOpen(undefined)} /> : null}
      {open === 'pin' ? <PinDialog kind={kind} params={params} saved={saved} close={() => setOpen(undefined)} /> : null}
    </div>
  );
}

function useCsv(kind: AnalysisKindName, params: GivenParams) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: () => analysisCsv(community.id, kind, params),
    onSuccess: ({ name, blob }) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      // After the browser took it.
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
}

/** The chart as a picture, in light colours whatever the screen is: it is passed on, and printed. */
function usePng<K extends AnalysisKindName>({ kind, answered, picture }: Props<K>): () => Promise<void> {
  const say = useSay();
  const { t, format } = say;
  const community = useCommunity();
  const { message } = App.useApp();
  return async () => {
    const drawing = await picture.current?.(COLOURS.light);
    if (!drawing || !answered) {
      void message.error(t('analysis.noPicture'));
      return;
    }
    const { zone } = community;
    const canvas = composePicture({
      drawing,
      title: `${community.name} · ${kindWords(kind, t).name}`,
      sentence: viewOf(kind).answer(answered.result, answered.params, say),
      foot: `${t('explain.asOf', { day: format.day(answered.asOf), zone: `${zone} ${zoneLabel(zone)}` })} · ${t('app.name')}`,
      colours: COLOURS.light,
    });
    downloadPicture(canvas, `${kind}-${community.key}-${answered.asOf}`);
  };
}
