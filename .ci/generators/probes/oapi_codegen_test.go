package client

import (
	"encoding/json"
	"testing"
)

func TestABodyWithRulesBetweenItsMembersKeepsThem(t *testing.T) {
	month, day := int64(10), int64(5)
	body := CreateUsagePlanRequest{UsagePlanName: "gold", MonthQuotaRequest: &month, DayQuotaRequest: &day}
	text, err := json.Marshal(body)
	if want := `{"dayQuotaRequest":5,"monthQuotaRequest":10,"usagePlanName":"gold"}`; err != nil || string(text) != want {
		t.Fatalf("%s, %v, want %s", text, err, want)
	}
}
