"""What the verifier and the auditor say, in Vietnamese and English."""

from collections.abc import Mapping

VI, EN = 0, 1
LANGUAGES = {"vi": VI, "en": EN}

SAYINGS: Mapping[str, tuple[str, str]] = {
    "valid": ("HỢP LỆ: biên nhận này đúng.", "VALID: this receipt holds."),
    "invalid": ("KHÔNG HỢP LỆ: {why}", "NOT VALID: {why}"),
    "unread": ("KHÔNG KIỂM ĐƯỢC: {why}", "NOT CHECKED: {why}"),
    "included": (
        "Mục số {index} có trong nhật ký {origin} gồm {size} mục, đã ký; từ đó không byte nào bị sửa.",
        "Entry {index} is in the log {origin} of {size} entries. The log signed it; it is unaltered.",
    ),
    "sealed": (
        "Biên nhận niêm phong: chứng minh có mục này, không tiết lộ nội dung.",
        "A sealed receipt: it proves that the entry exists and does not tell what it says.",
    ),
    "kind": ("Việc đã ghi: {kind}", "What was recorded: {kind}"),
    "at": ("Thời điểm do cơ quan ghi: {at} (giờ Việt Nam)", "Time stated by the office: {at} (UTC+7)"),
    "unit": ("Đơn vị: {unit}", "Office: {unit}"),
    "step": ("Bước thứ {step} của hồ sơ", "Step {step} of its case"),
    "fact": ("  {key}: {value}", "  {key}: {value}"),
    "doc": ("  tài liệu đã cam kết: {label}", "  document committed to: {label}"),
    "cosigned": (
        "Nhân chứng {name} đã ký lúc {at} (giờ Việt Nam)",
        "Witness {name} cosigned at {at} (UTC+7)",
    ),
    "alone": (
        "Chưa có nhân chứng độc lập: chỉ chữ ký của chính nhật ký chứng minh điều này.",
        "No independent witness yet: the log's own signature alone proves this.",
    ),
    "promised": (
        (
            "Lời hứa của nhật ký {origin}: mục này sẽ có trong nhật ký trước {by} (giờ Việt Nam). "
            "Quá hạn mà chưa có, chính lời hứa này là bằng chứng."
        ),
        (
            "A promise of the log {origin}: the entry will be in the log by {by} (UTC+7). "
            "If it is not, this promise is itself the evidence."
        ),
    ),
    "document": (
        "Tệp này đúng là tài liệu “{label}” đã cam kết.",
        "The file is the document “{label}” committed to.",
    ),
    "key": ("Khóa đã dùng để kiểm: {vkey}", "Key used for checking: {vkey}"),
    "beside": (
        (
            "Khóa này lấy từ tệp nằm cạnh biên nhận. Hãy so với khóa công bố trên công báo hoặc trên phiếu: "
            "niềm tin vào khóa phải đến từ nơi khác."
        ),
        (
            "This key came from a file beside the receipt. Compare it with the gazette's or the slip's: "
            "trust in the key must come from elsewhere."
        ),
    ),
    "clean": (
        "SẠCH: đã tính lại {read} mục; mọi tệp, gốc và chữ ký đều khớp; {archived} bản ký cũ nhất quán.",
        (
            "CLEAN: {read} entries recomputed; tiles, root and signature agree; "
            "{archived} older checkpoints are consistent."
        ),
    ),
    "dirty": (
        "CÓ SAI LỆCH: {count} chỗ; đã tính lại {read} mục.",
        "NOT CLEAN: {count} findings; {read} entries recomputed.",
    ),
    "finding": ("  {path}: {why}", "  {path}: {why}"),
    "state_fine": ("ĐANG KÝ: nhật ký hoạt động bình thường.", "SIGNING: the log is well."),
    "state_late": (
        "CHẬM: có sự kiện chờ quá 60 giây mà chưa vào nhật ký; xem lỗi của máy chủ và của “hoiam worker”.",
        "LATE: an event has waited for more than 60 seconds; see the errors of the server and of “hoiam worker”.",
    ),
    "state_refuse": (
        "KHÔNG KÝ: {why} Hồ sơ vẫn tiếp nhận được; người dân nhận lời hứa thay cho biên nhận.",
        "NOT SIGNING: {why} Cases are still registered; citizens get a promise instead of a receipt.",
    ),
    "state_clock": (
        "KHÔNG GHI: {why} Chưa tiếp nhận được hồ sơ nào cho đến khi chỉnh lại đồng hồ.",
        "NOT RECORDING: {why} Nothing can be registered until the clock is set right.",
    ),
    "log_size": (
        "Nhật ký {origin}: {size} mục trong cơ sở dữ liệu, {published} mục đã công bố.",
        "Log {origin}: {size} entries in the database, {published} published.",
    ),
    "log_root": ("Gốc: {root}", "Root: {root}"),
    "log_anchor": ("Mốc ngoài (HOIAM_ANCHOR): {size} mục.", "Anchor (HOIAM_ANCHOR): {size} entries."),
    "log_no_anchor": (
        "Chưa đặt mốc ngoài (HOIAM_ANCHOR): khôi phục cả ổ đĩa về bản cũ thì chỉ nhân chứng nhận ra.",
        "No anchor (HOIAM_ANCHOR): if the whole disk is set back, only witnesses will notice.",
    ),
    "log_waiting": (
        "Đang chờ: {waiting} sự kiện, lâu nhất {oldest} giây.",
        "Waiting: {waiting}, the oldest {oldest} s.",
    ),
    "log_orphans": (
        "Mục mồ côi (chỉ người giữ biên nhận mở được): {orphans}.",
        "Orphan entries (only holders of receipts can open them): {orphans}.",
    ),
    "log_key": ("Khóa đang ký: {vkey}", "Signing key: {vkey}"),
    "log_facts": ("  {key}: {value}", "  {key}: {value}"),
    "anchored": ("Mốc ngoài nay ghi {size} mục.", "The anchor now stands at {size} entries."),
    "nothing_lost": (
        "Không có gì để khôi phục: cơ sở dữ liệu có đủ các mục đã công bố.",
        "Nothing to repair: the database holds every published entry.",
    ),
    "repaired": (
        "Đã khôi phục các mục {first}–{last}; {orphans} mục mồ côi; sự cố đã ghi công khai; nhật ký có {size} mục.",
        "Entries {first} to {last} came back; {orphans} are orphans; the incident is public; {size} entries now.",
    ),
    "refused": ("KHÔNG LÀM ĐƯỢC: {why}", "NOT DONE: {why}"),
    "key_added": ("Khóa mới cùng ký từ nay: {key}", "A new key signs from now on, beside the old: {key}"),
    "key_retired": (
        "Khóa này thôi ký; biên nhận cũ vẫn kiểm được bằng nó: {key}",
        "This key signs no more; old receipts still verify with it: {key}",
    ),
    "succeeded": (
        "Nhật ký {old} kết thúc ở {size} mục; nhật ký {new} bắt đầu bằng bản ký cuối của nó. Khóa mới: {key}",
        "The log {old} ended with {size} entries; {new} begins with its last checkpoint. New key: {key}",
    ),
    "policy_follows": (
        "Chính sách mới, công bố trên công báo và gửi các nhân chứng:",
        "The new policy, for the gazette and for every witness:",
    ),
}

REASONS: Mapping[str, tuple[str, str]] = {
    "no_key": (
        (
            "cần khóa của nhật ký: thêm --vkey KHÓA hoặc --policy TỆP (hoặc đặt tệp tên “vkey” cạnh biên nhận). "
            "Lấy khóa từ công báo hoặc phiếu in, đừng lấy từ người đưa biên nhận."
        ),
        (
            "the log's key is needed: add --vkey KEY or --policy FILE (or a file named “vkey” beside it). "
            "Take the key from the gazette or the printed slip, not from whoever gave you the receipt."
        ),
    ),
    "no_file": ("không mở được tệp.", "the file cannot be read."),
    "inclusion": ("chứng cứ không dẫn tới gốc đã ký.", "the proof does not lead to the signed root."),
    "signature": ("một chữ ký bị sửa.", "a signature was altered."),
    "log_signature": ("không có chữ ký của nhật ký được tin.", "no signature of a trusted log."),
    "quorum": ("chưa đủ nhân chứng theo chính sách.", "fewer witnesses than the policy asks for."),
    "other_log": ("nội dung thuộc về một nhật ký khác.", "it belongs to another log."),
    "document": ("tệp không phải tài liệu đã cam kết.", "the file is not a document committed to."),
    "entry_shape": ("mục không đúng dạng 41 byte.", "an entry is not of the 41-byte form."),
    "tile": ("tệp bị cụt hoặc sai.", "the file is short or broken."),
    "tile_missing": ("thiếu tệp.", "the file is missing."),
    "bundle_differs": (
        "các mục trong tệp không dẫn đến giá trị băm mà tầng 1 đã ghi.",
        "its entries do not lead to the hash that level 1 holds.",
    ),
    "tile_differs": (
        "tệp khác với kết quả tính lại từ các mục.",
        "the file differs from what the entries give.",
    ),
    "root": ("gốc đã ký khác với gốc tính lại.", "the signed root differs from the recomputed one."),
    "fork": (
        "bản ký cũ không phải phần đầu của nhật ký này.",
        "an older checkpoint is not a prefix of this log.",
    ),
    "rolled_back": (
        "có bản ký mới hơn nhật ký: nhật ký bị lùi.",
        "a newer checkpoint exists: the log was rolled back.",
    ),
    "checkpoint_missing": ("không có bản ký (checkpoint).", "there is no checkpoint."),
    "database_behind": (
        "cơ sở dữ liệu cũ hơn nơi khác đã thấy (bản sao lưu cũ?). Chạy “hoiam ledger repair”; đừng xóa thư mục log.",
        "the database is older than what was seen elsewhere (an old backup?). Run “hoiam ledger repair”; keep the log.",
    ),
    "state": (
        "trạng thái cây băm trong cơ sở dữ liệu không khớp với bản ký của nó.",
        "the state of the tree in the database does not agree with its own signed checkpoint.",
    ),
    "key_unreadable": ("không đọc được khóa của nhật ký.", "the log's key cannot be read."),
    "anchor_missing": (
        "không thấy tệp mốc ngoài: ổ đĩa chưa gắn? Nếu là mốc mới, chạy “hoiam ledger anchor”.",
        "the anchor's file is not there: is its disk mounted? If it is a new one, run “hoiam ledger anchor”.",
    ),
    "anchor_unreadable": ("không đọc được tệp mốc ngoài.", "the anchor's file cannot be read."),
    "anchor_unset": ("chưa đặt HOIAM_ANCHOR.", "HOIAM_ANCHOR is not set."),
    "refusal_unreadable": (
        "tệp log/.refuse bị sửa; “hoiam worker” sẽ ghi lại.",
        "the file log/.refuse was altered; “hoiam worker” writes it anew.",
    ),
    "clock_behind": (
        "đồng hồ máy chủ chạy chậm hơn lần ký gần nhất của một nhân chứng.",
        "the machine's clock is behind a witness's last cosignature.",
    ),
    "clock_off": (
        "đồng hồ máy chủ lệch hơn 5 phút so với các nhân chứng.",
        "the machine's clock is more than 5 minutes off the witnesses'.",
    ),
    "source_unsigned": (
        "bản sao không có bản ký bằng khóa của nhật ký này.",
        "the copy has no checkpoint signed with a key of this log.",
    ),
    "source_short": (
        "bản sao chỉ có {reached} mục, nơi khác đã thấy {needed}: cần bản sao mới hơn.",
        "the copy holds {reached} entries, elsewhere {needed} were seen: a newer copy is needed.",
    ),
    "source_forked": (
        "các mục của bản sao không dẫn tới gốc đã ký.",
        "the copy's entries do not lead to the signed root.",
    ),
    "source_damaged": ("tệp của bản sao thiếu hoặc hỏng.", "files of the copy are missing or broken."),
    "database_forked": (
        "cơ sở dữ liệu có mục khác với nhật ký đã công bố: hai máy chủ cùng một khóa? Đừng ký; hãy hỏi kiểm toán viên.",
        "the database holds entries that the published log does not: two servers, one key? Call the auditor.",
    ),
    "busy": ("nhật ký đang bận, hãy thử lại.", "the log is busy, try again."),
    "origin_unnumbered": (
        "tên nhật ký (HOIAM_ORIGIN) phải có dạng <máy chủ>/hoiam/<số>.",
        "the log's name (HOIAM_ORIGIN) must be of the form <host>/hoiam/<n>.",
    ),
    "no_predecessor": (
        "không có nhật ký mang số liền trước HOIAM_ORIGIN; trước hết đặt HOIAM_ORIGIN là <máy chủ>/hoiam/<số kế tiếp>.",
        "no log is numbered one below HOIAM_ORIGIN; first set HOIAM_ORIGIN to <host>/hoiam/<next number>.",
    ),
    "successor_begun": ("nhật ký này đã bắt đầu rồi.", "this log has begun already."),
    "events_wait": (
        "còn sự kiện chờ: đặt lại HOIAM_ORIGIN cũ và chạy “hoiam ledger run --once” trước.",
        "events wait: set the old HOIAM_ORIGIN again and run “hoiam ledger run --once” first.",
    ),
    "not_published": (
        "bản ký đã công bố không phải bản cuối của nhật ký cũ.",
        "what is published is not the last checkpoint of the old log.",
    ),
    "folder_taken": ("thư mục {folder} đã có.", "the folder {folder} is there already."),
    "key_too_many": (
        "đã có hai khóa cùng ký; trước hết hãy thôi khóa cũ.",
        "two keys sign already; retire the older first.",
    ),
    "key_alone": (
        "chỉ có một khóa; trước hết hãy thêm khóa mới.",
        "there is one key only; add a new one first.",
    ),
    "key_too_young": (
        "hai khóa phải cùng ký ít nhất 90 ngày, đến {until:%d/%m/%Y}.",
        "both keys must sign for at least 90 days, until {until:%d/%m/%Y}.",
    ),
    "key_unannounced": ("khóa này chưa được ghi vào nhật ký.", "this key was never announced in the log."),
    "log_not_signed": (
        "nhật ký đang không ký được; xem “hoiam ledger status”.",
        "the log cannot be signed now; see “hoiam ledger status”.",
    ),
    "": ("dữ liệu sai định dạng hoặc bị sửa ({code}).", "malformed or altered data ({code})."),
}


def say(language: int, saying: str, **facts: object) -> str:
    return SAYINGS[saying][language].format(**facts)


def why(language: int, code: str, **facts: object) -> str:
    return REASONS.get(code, REASONS[""])[language].format(code=code, **facts)
