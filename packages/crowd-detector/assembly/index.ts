export * from './picture/downscale';
export * from './picture/warp';
export * from './picture/mean';
export * from './foreground/difference';

/** Where memory is free: the planes begin here. */
export const heapBase: usize = __heap_base;
