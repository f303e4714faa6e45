/** Published failures of training jobs, entered anew from their sources. */

/** 419 unexpected interruptions of 16,384 H100 in 54 days (The Llama 3 Herd of Models, arXiv 2407.21783, section 3.3.4). */
export const llama3 = { accelerators: 16_384, acceleratorSecondsPerFailure: (54 * 86_400 * 16_384) / 419 };

/** One failure in about 2.78 h of a job on 9,600 GPUs (ByteRobust, arXiv 2509.16293, by a secondary source). */
export const byteRobust = { accelerators: 9600, acceleratorSecondsPerFailure: 2.78 * 3600 * 9600 };
