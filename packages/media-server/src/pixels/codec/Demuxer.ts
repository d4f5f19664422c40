import {
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
  AV_NOPTS_VALUE,
} from 'node-av/constants';
import { AVERROR_EOF } from 'node-av/constants';
import { Dictionary, FormatContext, Packet } from 'node-av/lib';
import type { Stream } from 'node-av/lib';
