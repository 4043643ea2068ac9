import { Button } from 'antd';
import { type ReactNode, useRef } from 'react';

export const CSV_FILES = '.csv,.txt,text/csv,text/plain';

/** A button that lets a file be chosen; the same file again, too. */
export function FileButton(props: {
  accept: string;
  busy: boolean;
  onFile: (file: File) => void;
  children: ReactNode;
  'data-test'?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={props.accept}
        data-test={props['data-test']}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) props.onFile(file);
          event.target.value = '';
        }}
      />
      <Button loading={props.busy} onClick={() => input.current?.click()}>
        {props.children}
      </Button>
    </>
  );
}
