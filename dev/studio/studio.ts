import type { Control } from './control.ts';
import type { RenderQueue } from './engine/render-queue.ts';
import type { CallStore } from './store/calls.ts';
import type { CommentStore } from './store/comments.ts';
import type { ImageStore } from './store/images.ts';
import type { ItemStore } from './store/items.ts';
import type { SettingStore } from './store/settings.ts';
import type { UserStore } from './store/users.ts';

export type Humans = {
  /** Does the next `count` things at once, for tests. */
  readonly act: (count: number) => Promise<void>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

/** What the routes work with. */
export type Studio = {
  readonly users: UserStore;
  readonly items: ItemStore;
  readonly comments: CommentStore;
  readonly images: ImageStore;
  readonly settings: SettingStore;
  readonly calls: CallStore;
  readonly control: Control;
  readonly renders: RenderQueue;
  readonly humans: Humans;
  readonly token: string;
  readonly seed: string;
  readonly now: () => number;
};
