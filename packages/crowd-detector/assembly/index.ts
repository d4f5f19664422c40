export * from './picture/downscale';
export * from './picture/warp';
export * from './picture/mean';
export * from './picture/window';
export * from './picture/runs';
export * from './picture/labels';
export * from './background/learn';
export * from './background/register';
export * from './motion/cells';
export * from './motion/change';
export * from './motion/patch';
export * from './foreground/difference';
export * from './foreground/candidates';
export * from './foreground/shade';

/** Where memory is free: the planes begin here. */
export const heapBase: usize = __heap_base;
export * from './foreground/colour';
