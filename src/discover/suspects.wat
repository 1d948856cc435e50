;; Passes over bytes, sixteen at a time, and stops where something sought may begin.
;;
;; What is sought are words of four bytes, in any case of letters. They are divided into eight groups, one for each bit of a
;; byte. For each of the four bytes two tables, one looked up with its low half and one with its high half, say which groups
;; have such a byte there; the bits that are left of all eight answers are the groups that the word may belong to. (The
;; method is known as Teddy.) Where there are any, a bit for the hash of the word says whether it may be one of them.
;;
;; From address 0 on: the tables of sixteen bytes, low and high of the first byte, of the second, the third, the fourth;
;; from 128 on a bit for each of the 65536 hashes.
(module
  (memory (export "memory") 1)

  ;; The first position from `at` on, before `end`, at which something may begin; `end` or more if there is none. Reads up
  ;; to 19 bytes behind `end`.
  (func (export "next") (param $at i32) (param $end i32) (result i32)
    (local $low0 v128) (local $high0 v128) (local $low1 v128) (local $high1 v128)
    (local $low2 v128) (local $high2 v128) (local $low3 v128) (local $high3 v128)
    (local $case v128) (local $half v128) (local $bytes v128) (local $groups v128)
    (local $none v128) (local $lanes i32) (local $found i32) (local $hash i32)
    (local.set $low0 (v128.load offset=0 (i32.const 0)))
    (local.set $high0 (v128.load offset=16 (i32.const 0)))
    (local.set $low1 (v128.load offset=32 (i32.const 0)))
    (local.set $high1 (v128.load offset=48 (i32.const 0)))
    (local.set $low2 (v128.load offset=64 (i32.const 0)))
    (local.set $high2 (v128.load offset=80 (i32.const 0)))
    (local.set $low3 (v128.load offset=96 (i32.const 0)))
    (local.set $high3 (v128.load offset=112 (i32.const 0)))
    ;; The bit that tells small letters from capitals.
    (local.set $case (i8x16.splat (i32.const 0x20)))
    (local.set $half (i8x16.splat (i32.const 0x0f)))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $bytes (v128.or (local.get $case) (v128.load offset=0 (local.get $at))))
        (local.set $groups
          (v128.and
            (i8x16.swizzle (local.get $low0) (v128.and (local.get $bytes) (local.get $half)))
            (i8x16.swizzle (local.get $high0) (i8x16.shr_u (local.get $bytes) (i32.const 4)))))
        (local.set $bytes (v128.or (local.get $case) (v128.load offset=1 (local.get $at))))
        (local.set $groups
          (v128.and (local.get $groups)
            (v128.and
              (i8x16.swizzle (local.get $low1) (v128.and (local.get $bytes) (local.get $half)))
              (i8x16.swizzle (local.get $high1) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
        (local.set $bytes (v128.or (local.get $case) (v128.load offset=2 (local.get $at))))
        (local.set $groups
          (v128.and (local.get $groups)
            (v128.and
              (i8x16.swizzle (local.get $low2) (v128.and (local.get $bytes) (local.get $half)))
              (i8x16.swizzle (local.get $high2) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
        (local.set $bytes (v128.or (local.get $case) (v128.load offset=3 (local.get $at))))
        (local.set $groups
          (v128.and (local.get $groups)
            (v128.and
              (i8x16.swizzle (local.get $low3) (v128.and (local.get $bytes) (local.get $half)))
              (i8x16.swizzle (local.get $high3) (i8x16.shr_u (local.get $bytes) (i32.const 4))))))
        ;; The positions in the block, a bit for each.
        (local.set $lanes (i8x16.bitmask (i8x16.ne (local.get $groups) (local.get $none))))
        (block $passed
          (loop $lanes
            (br_if $passed (i32.eqz (local.get $lanes)))
            (local.set $found (i32.add (local.get $at) (i32.ctz (local.get $lanes))))
            (local.set $hash
              (i32.mul (i32.or (i32.load (local.get $found)) (i32.const 0x20202020)) (i32.const 0x9e3779b1)))
            (if (i32.and
                  (i32.load8_u offset=128 (i32.shr_u (local.get $hash) (i32.const 19)))
                  (i32.shl (i32.const 1) (i32.and (i32.shr_u (local.get $hash) (i32.const 16)) (i32.const 7))))
              (then (return (local.get $found))))
            (local.set $lanes (i32.and (local.get $lanes) (i32.sub (local.get $lanes) (i32.const 1))))
            (br $lanes)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $blocks)))
    (local.get $at)))
