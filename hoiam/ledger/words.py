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
    "": ("dữ liệu sai định dạng hoặc bị sửa ({code}).", "malformed or altered data ({code})."),
}

KINDS: Mapping[str, tuple[str, str]] = {
    "case.received": ("đã tiếp nhận", "received"),
    "case.classified": ("đã phân loại", "classified"),
    "case.accepted": ("đã thụ lý", "accepted"),
    "case.refused": ("từ chối thụ lý, có lý do", "refused, with a ground"),
    "case.deadline-set": ("đã định thời hạn", "deadline set"),
    "case.deadline-extended": ("đã gia hạn", "deadline extended"),
    "case.transferred": ("đã chuyển cơ quan khác", "transferred"),
    "case.replied": ("đã trả lời", "replied"),
    "case.closed": ("đã kết thúc", "closed"),
    "case.withdrawn": ("đã rút", "withdrawn"),
    "case.reopened": ("đã mở lại", "reopened"),
    "case.erased": ("đã xóa dữ liệu cá nhân", "personal data erased"),
    "case.overdue": ("đã quá hạn", "overdue"),
    "case.assigned": ("đã giao người xử lý", "assigned"),
    "case.promised": ("đã hẹn ngày trả lời", "reply date promised"),
    "case.rated": ("người dân đã đánh giá", "rated by the citizen"),
    "case.contested": ("người dân phản đối một điểm", "contested by the citizen"),
    "case.cleared": ("đã duyệt công khai", "cleared for publication"),
    "session.scheduled": ("đã định ngày tiếp công dân", "reception day scheduled"),
    "session.held": ("đã tiếp công dân", "reception held"),
    "session.missed": (
        "không ghi nhận việc tiếp công dân phải có",
        "no reception recorded where one was owed",
    ),
    "session.minuted": ("đã ghi biên bản buổi tiếp công dân", "reception minuted"),
    "dialogue.held": ("đã tổ chức đối thoại", "dialogue held"),
    "dialogue.missed": ("không ghi nhận việc đối thoại phải có", "no dialogue recorded where one was owed"),
    "publication.made": ("đã niêm yết, công bố", "posted or published"),
    "report.snapshot": ("đã chốt bảng số liệu trong kỳ", "scoreboard of a period fixed"),
    "rule.signed-off": ("đã ký duyệt một quy định về thời hạn", "rule on a time limit signed off"),
    "rule.withdrawn": ("đã rút ký duyệt một quy định", "sign-off of a rule withdrawn"),
    "calendar.announced": ("đã nhập thông báo ngày nghỉ, ngày làm bù", "days off or make-up days announced"),
    "calendar.withdrawn": ("đã rút thông báo về lịch làm việc", "announcement on working days withdrawn"),
    "pad.issued": ("đã phát hành tập phiếu giấy", "pad of paper slips issued"),
    "pad.voided": ("đã hủy phiếu giấy", "paper slips voided"),
    "log.opened": ("đã mở nhật ký", "log opened"),
    "log.key-added": ("đã thêm khóa ký của nhật ký", "signing key of the log added"),
    "log.key-retired": ("đã thôi dùng một khóa ký của nhật ký", "signing key of the log retired"),
    "log.cover": ("mục đệm, không có việc nào", "cover entry: nothing happened"),
    "log.incident": ("sự cố của nhật ký", "incident of the log"),
    "log.successor": ("nhật ký kế tiếp", "successor of the log"),
}


def say(language: int, saying: str, **facts: object) -> str:
    return SAYINGS[saying][language].format(**facts)


def why(language: int, code: str) -> str:
    return REASONS.get(code, REASONS[""])[language].format(code=code)


def kind(language: int, name: str) -> str:
    return f"{KINDS[name][language]} ({name})" if name in KINDS else name
