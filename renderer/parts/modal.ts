import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * For a `<dialog>` that is drawn only while it is wanted: open before its first frame, and closed (not only taken away) at
 * its end, which gives the focus back to what had it.
 */
export function useModal() {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return box;
}
