import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { tryRules } from '../../api/reactions.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { MessageView } from '../messages/message-view.tsx';

/** Says something to the rules and shows what they would answer. Nothing is sent. */
export function TryPanel() {
  const { t } = useTranslation();
  const community = useCommunity();
  const [kind, setKind] = useState<'message' | 'join'>('message');
  const [text, setText] = useState('');
  const [first, setFirst] = useState(false);
  const ask = useMutation({ mutationFn: () => tryRules(community.id, { kind, text, first }) });
  return (
    <Panel title={t('reactions.try.title')}>
      <form
        className="q-reactions-try"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <Segmented
          aria-label={t('reactions.try.what')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'message', label: t('reactions.try.message') },
            { value: 'join', label: t('reactions.try.join') },
          ]}
        />
        {kind === 'message' ? (
          <>
            <Field label={t('reactions.try.text')}>
              {(control) => (
                <Input {...control} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
              )}
            </Field>
            <Checkbox checked={first} onChange={(event) => setFirst(event.target.checked)}>
              {t('reactions.try.first')}
            </Checkbox>
          </>
        ) : null}
        <Button htmlType="submit" loading={ask.isPending} disabled={kind === 'message' && !text.trim()}>
          {t('reactions.try.ask')}
        </Button>
      </form>
      <ErrorNotice error={ask.error} />
      <div aria-live="polite">
        {ask.data?.answers.length === 0 ? <p className="q-faint">{t('reactions.try.none')}</p> : null}
        {ask.data?.answers.map((answer) => (
          <div className="q-reactions-answer" key={answer.ruleId}>
            <MessageView content={{ kind: 'text', text: answer.text }} />
            <small className="q-faint">
              {t(`reactions.try.by.${answer.place}`, { name: answer.name })}
              {answer.word === null ? '' : t('reactions.try.word', { word: answer.word })}
            </small>
          </div>
        ))}
      </div>
    </Panel>
  );
}
